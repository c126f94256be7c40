import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HERE = import.meta.dirname;

/** One of the cloud's own clients, in another language than ours. */
export interface LanguageClient {
  /** What the driver calls it. */
  readonly name: string;
  /** What its registry calls it. */
  readonly package: string;
  /** The release that is pinned. */
  readonly release: string;
  /** The operations that its own scenarios call, for a client that does not play scenarios.json. */
  readonly own?: readonly string[];
  /** The service that it is for. Absent: KMS. The clients for RAM and STS play identities.json, each with the other and KMS. */
  readonly service?: 'ram' | 'sts';
}

export interface Language {
  readonly name: string;
  /** The folder of its driver. */
  readonly folder: string;
  /** The toolchain, in words. */
  readonly needs: string;
  readonly clients: readonly LanguageClient[];
  /** Whether this machine has the toolchain. */
  readonly isHere: () => Promise<boolean>;
  /** Fetches what is pinned, and builds the driver in a folder of its own. @returns the command that runs it */
  readonly build: (folder: string) => Promise<readonly string[]>;
}

/** The release that a file pins. */
function pinned(file: string, pattern: RegExp): string {
  const [, release] = pattern.exec(readFileSync(join(HERE, file), 'utf8')) ?? [];
  if (!release) throw new Error(`${file} does not pin ${pattern.source}`);
  return release;
}

/** Whether a tool says that it is of this release or a newer one. */
async function isAtLeast(
  command: string,
  args: readonly string[],
  pattern: RegExp,
  wanted: readonly number[],
): Promise<boolean> {
  const said = await run(command, [...args]).catch(() => undefined);
  const [, ...found] = pattern.exec(`${said?.stdout}${said?.stderr}`) ?? [];
  if (found.length === 0) return false;
  for (const [index, number] of wanted.entries())
    if (Number(found[index]) !== number) return Number(found[index]) > number;
  return true;
}

const PYTHONS = ['python3', 'python3.13', 'python3.12', 'python3.11'];
/** The command of a Python that is new enough. */
export async function python(): Promise<string | undefined> {
  for (const command of PYTHONS)
    if (await isAtLeast(command, ['--version'], /Python (\d+)\.(\d+)/, [3, 11])) return command;
  return undefined;
}

/** Installs a driver's requirements.txt into an environment of its own. @returns the command that runs its driver.py */
export async function buildPython(driver: string, folder: string): Promise<string[]> {
  const environment = join(folder, 'environment');
  await run((await python()) ?? '', ['-m', 'venv', environment]);
  await run(join(environment, 'bin/pip'), [
    'install',
    '--quiet',
    '--requirement',
    join(driver, 'requirements.txt'),
  ]);
  return [join(environment, 'bin/python'), join(driver, 'driver.py')];
}

const GO: Language = {
  name: 'Go',
  folder: join(HERE, 'go'),
  needs: 'Go 1.24 or newer',
  clients: [
    {
      name: 'alibaba-cloud-sdk-go',
      package: 'github.com/aliyun/alibaba-cloud-sdk-go',
      release: pinned('go/go.mod', /alibaba-cloud-sdk-go v(\S+)/),
    },
    {
      name: 'kms-20160120-v3',
      package: 'github.com/alibabacloud-go/kms-20160120/v3',
      release: pinned('go/go.mod', /kms-20160120\/v3 v(\S+)/),
    },
    {
      name: 'ram-20150501-v2',
      package: 'github.com/alibabacloud-go/ram-20150501/v2',
      release: pinned('go/go.mod', /ram-20150501\/v2 v(\S+)/),
      service: 'ram',
    },
    {
      name: 'sts-20150401-v2',
      package: 'github.com/alibabacloud-go/sts-20150401/v2',
      release: pinned('go/go.mod', /sts-20150401\/v2 v(\S+)/),
      service: 'sts',
    },
  ],
  isHere: () => isAtLeast('go', ['version'], /go(\d+)\.(\d+)/, [1, 24]),
  async build(folder) {
    const driver = join(folder, 'driver');
    await run('go', ['build', '-mod=readonly', '-o', driver, '.'], { cwd: join(HERE, 'go') });
    return [driver];
  },
};

const PYTHON: Language = {
  name: 'Python',
  folder: join(HERE, 'python'),
  needs: 'Python 3.11 or newer',
  clients: [
    {
      name: 'aliyun-python-sdk-kms',
      package: 'aliyun-python-sdk-kms',
      release: pinned('python/requirements.txt', /^aliyun-python-sdk-kms==(\S+)/m),
    },
    {
      name: 'alibabacloud-kms20160120',
      package: 'alibabacloud_kms20160120',
      release: pinned('python/requirements.txt', /^alibabacloud[-_]kms20160120==(\S+)/m),
    },
    {
      name: 'oss2',
      package: 'oss2',
      release: pinned('python/requirements.txt', /^oss2==(\S+)/m),
      own: ['Decrypt', 'Encrypt', 'GenerateDataKey'],
    },
    {
      name: 'alibabacloud-ram20150501',
      package: 'alibabacloud_ram20150501',
      release: pinned('python/requirements.txt', /^alibabacloud[-_]ram20150501==(\S+)/m),
      service: 'ram',
    },
    {
      name: 'alibabacloud-sts20150401',
      package: 'alibabacloud_sts20150401',
      release: pinned('python/requirements.txt', /^alibabacloud[-_]sts20150401==(\S+)/m),
      service: 'sts',
    },
  ],
  isHere: async () => (await python()) !== undefined,
  build: (folder) => buildPython(join(HERE, 'python'), folder),
};

const JAVA: Language = {
  name: 'Java',
  folder: join(HERE, 'java'),
  needs: 'a JDK of 17 or newer with Maven',
  clients: [
    {
      name: 'aliyun-java-sdk-kms',
      package: 'com.aliyun:aliyun-java-sdk-kms',
      release: pinned(
        'java/pom.xml',
        /<artifactId>aliyun-java-sdk-kms<\/artifactId>\s*<version>([^<]+)/,
      ),
    },
    {
      name: 'kms20160120',
      package: 'com.aliyun:kms20160120',
      release: pinned('java/pom.xml', /<artifactId>kms20160120<\/artifactId>\s*<version>([^<]+)/),
    },
  ],
  isHere: async () =>
    (await isAtLeast('javac', ['-version'], /javac (\d+)/, [17])) &&
    (await isAtLeast('mvn', ['-v'], /Maven (\d+)\.(\d+)/, [3, 6])),
  async build(folder) {
    await run('mvn', [
      '-q',
      '-B',
      '-f',
      join(HERE, 'java/pom.xml'),
      `-DbuildDirectory=${folder}`,
      'compile',
    ]);
    return ['java', '-cp', `${folder}/classes:${folder}/dependency/*`, 'keywright.clients.Main'];
  },
};

export const LANGUAGES: readonly Language[] = [GO, PYTHON, JAVA];
