import { ConfigError } from './config-error.ts';
import { SETTINGS } from './settings.ts';

const PREFIX = 'KEYWRIGHT_';

/**
 * Names after the prefix that others read: the examples, the image (cli/command-text.ts) and the
 * tests.
 */
const OTHER_NAMES = /^(URL$|IMAGE$|TEST_)/;
/**
 * Kubernetes sets these in each container for services called keywright, keywright-postgres and so
 * on.
 */
const KUBERNETES_NAMES =
  /^(PORT(_|$)|SERVICE_|\w+_SERVICE_(HOST|PORT)(_|$)|\w+_PORT_\d+_(TCP|UDP|SCTP)(_|$))/;
const KUBERNETES_ADDRESS = /^(tcp|udp|sctp):\/\//;

/**
 * Refuses names with our prefix that are not settings. A mistyped name would have no effect and
 * nobody would notice, for example a root key that is not used.
 * @throws ConfigError with the nearest name of a setting
 */
export function refuseUnknownSettings(
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const unknown = Object.entries(environment).flatMap(([name, value = '']) =>
    isUnknown(name, value) ? [name] : [],
  );
  if (unknown.length === 0) return;
  throw new ConfigError(
    unknown
      .map((name) => `${name} is not a setting. The nearest name is ${nearest(name)}.`)
      .join(' '),
  );
}

function isUnknown(name: string, value: string): boolean {
  if (!name.startsWith(PREFIX) || Object.hasOwn(SETTINGS, name)) return false;
  const rest = withoutPrefix(name);
  const isOfKubernetes =
    KUBERNETES_NAMES.test(rest) || (rest.endsWith('_PORT') && KUBERNETES_ADDRESS.test(value));
  return !OTHER_NAMES.test(rest) && !isOfKubernetes;
}

/** Compares names without the prefix, so that KEYWRIGHT_HOST finds HOST. */
function nearest(name: string): string {
  const distances = Object.keys(SETTINGS).map((setting) => ({
    setting,
    edits: editDistance(withoutPrefix(name), withoutPrefix(setting)),
  }));
  return distances.reduce((best, other) => (other.edits < best.edits ? other : best)).setting;
}

const withoutPrefix = (name: string): string =>
  name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;

/**
 * Number of letters to insert, delete or replace to change one text into the other (Levenshtein
 * distance).
 */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries())
      next.push(
        Math.min(
          (row[column + 1] ?? 0) + 1,
          (next[column] ?? 0) + 1,
          (row[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[to.length] ?? 0;
}
