import { KEY_SPEC_NAMES, KEY_SPECS, type KeySpec, SYMMETRIC_SPECS } from '#domain/key-spec.ts';
import { KEY_STATES } from '#domain/key-state.ts';
import { MAX_WRAPPED_BYTES, WRAPPING_ALGORITHMS, WRAPPING_KEY_SPECS } from '#domain/wrapping.ts';
import { LANGUAGES, type Language } from '../clients/languages.ts';
import { SDKS } from '../clients/sdks.ts';
import { type Facts, successOf } from '../support/operation/facts.ts';
import { type PublishedStates, withSuccess } from '../support/operation/states.ts';
import { graphqlFieldOf, referencesOf, titleOf } from './describe-facts.ts';
import { type Group, groups } from './groups.ts';
import { identitiesSection } from './identities-section.ts';
import { code, list, NONE, table } from './markdown.ts';
import { NOT_OFFERED, WITHOUT_EC_SM2 } from './not-offered.ts';

/**
 * docs/compatibility.md, from the facts of the operations, which their own tests prove.
 * @param releases the release of each SDK, by its package
 */
export const compatibilityPage = (
  all: readonly Facts[],
  releases: Readonly<Record<string, string>>,
): string => {
  const ofKms = all.filter(({ operation }) => !operation.service);
  const others = all.filter(({ operation }) => operation.service);
  return `${[
    INTRODUCTION,
    clientsSection(
      ofKms.filter(({ operation }) => !operation.graphqlOnly),
      releases,
    ),
    ...groups(ofKms).map(groupSection),
    identitiesSection(others, releases),
    KEY_SPECS_SECTION,
    refusedSection(all),
    NOT_OFFERED_SECTION,
  ].join('\n\n')}\n`;
};

const INTRODUCTION = `# Compatibility

<!-- Written by \`npm run compatibility\`. Do not edit: a test compares it with the code. -->

What this service offers of the Alibaba Cloud KMS API, version 2016-01-20, and of [RAM and STS](#ram-and-sts).
[operations.md](operations.md) describes each operation with its parameters and an example. Tests prove what this page
says: they call every operation by RPC and by GraphQL, with keys in every state, with every kind of key reference, and with
the SDKs below.

How to read the tables:

- **GraphQL** is the field that does the same. \`KeyMetadata.…\` is a field of a key, which \`key\` returns.
  \`KeyVersion.…\` is a field of a key version, which \`keyVersion\` returns. There the key is named as \`key\` and
  \`keyVersion\` accept it.
- **Key reference** is what \`KeyId\`, or the given parameter, can hold: the *id* of the key, an *alias* (\`alias/…\`), or an
  *ARN* of the key. Where an alias is accepted, an ARN of an alias is accepted too, if ARNs are. Any other alias returns
  \`Unsupported.Alias\`. Any other ARN, and one of another account or region, returns \`Forbidden.KeyNotFound\`
  (\`InvalidResourceId.NotFound\` for \`ResourceId\`). The answer always has the id.
- **State of the key** is the answer when the key is in that state. *yes* means that the operation succeeds. RPC and
  GraphQL return the same errors. Only a symmetric key of origin \`EXTERNAL\` can be \`PendingImport\`; the column has
  ${NONE} for key pairs.`;

const packageOf = (client: string): string => client.split(' ')[0] ?? client;

function clientsSection(all: readonly Facts[], releases: Readonly<Record<string, string>>): string {
  const clients = SDKS.map(({ name }) => name);
  const packages = [...new Set(clients.map(packageOf))];
  const rows = packages.map((name) => {
    const ways = clients
      .filter((client) => packageOf(client) === name)
      .map((client) => client.slice(name.length + 1));
    const lacking = all.filter(({ missingInSdks = [] }) => missingInSdks.includes(name)).length;
    return [
      code(name),
      releases[name] ?? '',
      ways.filter(Boolean).join('; ') || NONE,
      lacking ? `the ${all.length - lacking} that it has a request for` : 'all',
    ];
  });
  return `## SDKs

The SDKs of Alibaba Cloud for JavaScript, unmodified, with this server as their endpoint. In the tables below, *all* means that
each of them called the operation successfully, in each of its ways. [clients.md](clients.md) shows how to configure each
client.

${table(['package', 'release', 'ways', 'operations'], rows)}

The SDKs of Alibaba Cloud for other languages, unmodified, run one list of scenarios
([scenarios.json](../test/clients/scenarios.json)) with their typed requests. They check the answers with the cryptography of
their language. This project's CI runs these releases:

${table(['language', 'package', 'release', 'operations'], LANGUAGES.flatMap(languageRows))}`;
}

const languageRows = ({ name: language, clients }: Language): string[][] =>
  clients
    .filter(({ service }) => !service)
    .map(({ package: name, release, own }) => [
      language,
      code(name),
      release,
      own ? list(own) : 'all',
    ]);

function groupSection({ title, members }: Group): string {
  const rows = members.map((facts) => [
    titleOf(facts),
    graphqlFieldOf(facts),
    referencesOf(facts),
    clientsOf(facts),
  ]);
  const states = stateRows(members);
  return [
    `## ${title}`,
    table(['operation', 'GraphQL', 'key reference', 'SDKs for JavaScript'], rows),
    ...(states.length > 0 ? [table(['state of the key', ...KEY_STATES.map(code)], states)] : []),
  ].join('\n\n');
}

function clientsOf({ operation, missingInSdks = [] }: Facts): string {
  if (operation.graphqlOnly) return NONE;
  return missingInSdks.length === 0 ? 'all' : `all but ${list(missingInSdks.map(code))}`;
}

/** One row for all operations that answer alike. */
function stateRows(members: readonly Facts[]): string[][] {
  const rows = new Map<string, { names: Set<string>; cells: string[] }>();
  for (const facts of members) {
    for (const { on, states, shows } of facts.examples) {
      if (!on || !states) continue;
      const cells = stateCells(withSuccess(states, successOf(facts)), on.endsWith('pair'));
      const row = rows.get(cells.join()) ?? { names: new Set<string>(), cells };
      const { name } = facts.operation;
      row.names.add(shows ? `${name} (${shows})` : name);
      rows.set(cells.join(), row);
    }
  }
  return [...rows.values()].map(({ names, cells }) => [list([...names]), ...cells]);
}

const stateCells = (states: PublishedStates, isPair: boolean): string[] =>
  KEY_STATES.map((state) => {
    if (isPair && state === 'PendingImport') return NONE;
    return states[state] === 'ok' ? 'yes' : code(states[state]);
  });

const KEY_SPECS_SECTION = `## Key specs and algorithms

${table(
  ['KeySpec', 'description', 'KeyUsage', 'signs with', 'encrypts with'],
  KEY_SPEC_NAMES.map((name) => specRow(name)),
)}

The first KeyUsage is the default. The caller computes the digest of 32 bytes that is signed. Keys of the specs
${list(SYMMETRIC_SPECS.map(code))} can have the origin \`EXTERNAL\`.
${(KEY_SPEC_NAMES as readonly string[]).includes('EC_SM2') ? '' : `\n${WITHOUT_EC_SM2}\n`}
Wrapping keys for imported key material and exported data keys: ${list(WRAPPING_KEY_SPECS.map(code))} with
${list(WRAPPING_ALGORITHMS.map((name) => `${code(name)} (${MAX_WRAPPED_BYTES[name]} bytes at most)`))}.`;

function specRow(name: KeySpec): string[] {
  const spec = KEY_SPECS[name];
  const signs = 'signs' in spec ? spec.signs.map(code) : [];
  const encrypts =
    'encrypts' in spec
      ? Object.entries(spec.encrypts).map(
          ([algorithm, most]) => `${code(algorithm)} (${most} bytes at most)`,
        )
      : [];
  return [
    code(name),
    spec.summary,
    list(spec.usages.map(code)),
    list(signs) || NONE,
    list(encrypts) || NONE,
  ];
}

function refusedSection(all: readonly Facts[]): string {
  const parameters = all.flatMap(({ operation: { name, unsupportedParameters = [] } }) =>
    unsupportedParameters.map((parameter) => [name, code(parameter), code('UnsupportedOperation')]),
  );
  const values = all.flatMap(({ operation: { name }, refusedValues = [] }) =>
    refusedValues.map(({ parameter, value, code: answer, why }) => [
      name,
      code(`${parameter}=${value}`),
      code(answer),
      why,
    ]),
  );
  return `## Known parameters that return an error

A parameter that the API has for an operation and that this service does not support returns an error. The operation is not
carried out without it. A parameter that the API does not have for an operation is ignored.

${table(['operation', 'parameter', 'error'], parameters)}

Some values return an error too:

${table(['operation', 'value', 'error', 'why'], values)}`;
}

const NOT_OFFERED_SECTION = `## Not offered

These operations of the API return \`InvalidAction.NotFound\`.

${table(
  ['about', 'operations', 'why'],
  NOT_OFFERED.map(({ about, operations, why }) => [about, list(operations), why]),
)}`;
