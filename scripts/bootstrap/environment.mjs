import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Variables that npm and a compiler need, in upper or lower case: proxies are also written in lower case. */
const NAMES = new Set([
  ...[
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'SHELL',
    'TERM',
    'TZ',
    'LANG',
    'LANGUAGE',
    'TMPDIR',
    'TMP',
    'TEMP',
    'CI',
  ],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'PROXY'],
  ...[
    'NODE_EXTRA_CA_CERTS',
    'NODE_USE_SYSTEM_CA',
    'NODE_USE_ENV_PROXY',
    'NODE_OPTIONS',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
    'OPENSSL_CONF',
  ],
  ...[
    'CC',
    'CXX',
    'AR',
    'LD',
    'MAKE',
    'CFLAGS',
    'CPPFLAGS',
    'CXXFLAGS',
    'LDFLAGS',
    'CPATH',
    'LIBRARY_PATH',
    'LD_LIBRARY_PATH',
  ],
  ...[
    'PYTHON',
    'NODE_GYP_FORCE_PYTHON',
    'PKG_CONFIG_PATH',
    'SDKROOT',
    'DEVELOPER_DIR',
    'MACOSX_DEPLOYMENT_TARGET',
  ],
]);
const PREFIXES = ['NPM_CONFIG_', 'LC_', 'XDG_', 'NIX_'];

/** Never passed on, even if an .npmrc names one. */
const SECRET = /^(KEYWRIGHT_|DATABASE_URL$|POSTGRES_|PGPASS)/i;

/**
 * The environment for npm and for install scripts of packages. It contains only the listed variables, because the root
 * key and other secrets may be in the shell's environment. Credentials of a registry are kept: they are in
 * `npm_config_…` or in variables that an .npmrc names (`${NPM_TOKEN}`).
 */
export function installEnvironment(environment) {
  const named = namedByNpmrc(environment);
  const passes = (name) =>
    NAMES.has(name.toUpperCase()) ||
    named.has(name) ||
    PREFIXES.some((prefix) => name.toUpperCase().startsWith(prefix));
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => passes(name) && !SECRET.test(name)),
  );
}

/** The variables that .npmrc files name. npm passes the paths of these files to scripts. */
function namedByNpmrc({
  npm_config_userconfig: user = join(homedir(), '.npmrc'),
  npm_config_globalconfig: global = '',
}) {
  const files = ['.npmrc', user, global].filter((file) => existsSync(file));
  return new Set(
    files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\$\{([^${}?]+)\??\}/g)].map(([, name]) => name),
    ),
  );
}
