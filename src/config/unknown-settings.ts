import { ConfigError } from './config-error.ts';
import { SETTINGS } from './settings.ts';

const PREFIX = 'KEYWRIGHT_';

/** Names with the prefix that are no settings: the examples', the image's (commands.ts) and the tests'. */
const OF_OTHERS = /^(URL$|IMAGE$|TEST_)/;
/** What Kubernetes sets in each container for a service called keywright, and for keywright-postgres or the like. */
const OF_KUBERNETES =
  /^(PORT(_|$)|SERVICE_|\w+_SERVICE_(HOST|PORT)(_|$)|\w+_PORT_\d+_(TCP|UDP|SCTP)(_|$))/;
const KUBERNETES_ADDRESS = /^(tcp|udp|sctp):\/\//;

/** A mistyped name would be a setting that silently does not hold: a root key that is not used, a limit that is not there. @throws ConfigError */
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
    OF_KUBERNETES.test(rest) || (rest.endsWith('_PORT') && KUBERNETES_ADDRESS.test(value));
  return !OF_OTHERS.test(rest) && !isOfKubernetes;
}

/** Without the prefix, so that KEYWRIGHT_HOST leads to HOST. */
function nearest(name: string): string {
  const distances = Object.keys(SETTINGS).map((setting) => ({
    setting,
    edits: editDistance(withoutPrefix(name), withoutPrefix(setting)),
  }));
  return distances.reduce((best, other) => (other.edits < best.edits ? other : best)).setting;
}

const withoutPrefix = (name: string): string =>
  name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;

/** How many letters must be inserted, deleted or replaced to make one of the other (Levenshtein). */
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
