import { KEY_SPEC_NAMES, KEY_SPECS, type KeySpec, SYMMETRIC_SPECS } from '#domain/key-spec.ts';
import { KEY_STATES } from '#domain/key-state.ts';
import { MAX_WRAPPED_BYTES, WRAPPING_ALGORITHMS, WRAPPING_KEY_SPECS } from '#domain/wrapping.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { wireName } from '#rpc/input.ts';
import { LANGUAGES, type Language } from '../clients/languages.ts';
import { READS } from '../support/reads.ts';
import type { Measured, NamedBy, StateAnswers } from './measure.ts';
import { NOT_OFFERED, WITHOUT_EC_SM2 } from './not-offered.ts';
import type { Form } from './references.ts';
import { successOf } from './samples.ts';
import { mutationName } from './speak.ts';

/** What the operations are about, in the order of the document. Within a group they stand as in the registry. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  Keys: [
    'CreateKey',
    'DescribeKey',
    'ListKeys',
    'UpdateKeyDescription',
    'EnableKey',
    'DisableKey',
    'ScheduleKeyDeletion',
    'CancelKeyDeletion',
    'SetDeletionProtection',
    'GetKeyPolicy',
    'SetKeyPolicy',
  ],
  'Cryptography with secret keys': [
    'Encrypt',
    'Decrypt',
    'GenerateDataKey',
    'GenerateDataKeyWithoutPlaintext',
    'ReEncrypt',
    'ExportDataKey',
    'GenerateAndExportDataKey',
  ],
  'Key pairs': [
    'GetPublicKey',
    'AsymmetricSign',
    'AsymmetricVerify',
    'AsymmetricEncrypt',
    'AsymmetricDecrypt',
  ],
  'Versions and rotation': [
    'CreateKeyVersion',
    'DescribeKeyVersion',
    'ListKeyVersions',
    'UpdateRotationPolicy',
  ],
  Aliases: ['CreateAlias', 'UpdateAlias', 'DeleteAlias', 'ListAliases', 'ListAliasesByKeyId'],
  Tags: [
    'TagResource',
    'UntagResource',
    'ListResourceTags',
    'TagResources',
    'UntagResources',
    'ListTagResources',
  ],
  'Import of key material': ['GetParametersForImport', 'ImportKeyMaterial', 'DeleteKeyMaterial'],
  'The account': ['DescribeRegions', 'DescribeAccountKmsStatus', 'OpenKmsService'],
};

export interface Facts {
  readonly operations: readonly Measured[];
  /** Parameters that the API knows and that are refused, with their code. */
  readonly refusedParameters: readonly {
    readonly operation: string;
    readonly parameter: string;
    readonly code: string;
  }[];
  readonly refusedValues: readonly {
    readonly operation: string;
    readonly parameter: string;
    readonly value: string;
    readonly why: string;
    readonly code: string;
  }[];
  /** The release of each SDK that was used, by its package. */
  readonly releases: Readonly<Record<string, string>>;
}

const code = (text: string): string => `\`${text}\``;
const list = (words: readonly string[]): string => words.join(', ');
const NONE = '–';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** docs/compatibility.md: nothing in it but the facts. */
export const render = (facts: Facts): string =>
  `${[
    INTRODUCTION,
    clientsSection(facts),
    ...Object.entries(GROUPS).map(([title, names]) => groupSection(title, names, facts)),
    KEY_SPECS_SECTION,
    refusedSection(facts),
    NOT_OFFERED_SECTION,
  ].join('\n\n')}\n`;

const INTRODUCTION = `# Compatibility

<!-- Written by \`npm run compatibility\` from a test run. Do not edit: a test compares the two. -->

What this service offers of the API of Alibaba Cloud KMS 2016-01-20. The answers are not promised but found: a test calls
every operation, by the query-string API and by GraphQL, with keys in every state and named in every form, and by the SDKs
below. It fails when it finds anything else than this page says.

How to read the tables:

- **In GraphQL** is the field that does the same. \`KeyMetadata.…\` hangs on a key, which is read by \`key\`, and
  \`KeyVersion.…\` on a version, which is read by \`keyVersion\`; there the key is named as these two take it.
- **The key is named by** what \`KeyId\`, or the parameter that is given, may hold: the *id*, an *alias* (\`alias/…\`) or
  an *ARN*, of the key or, where an alias is taken too, of an alias. An alias that is not taken is answered with
  \`Unsupported.Alias\`; an ARN that is not taken, or is of another account or region, with \`Forbidden.KeyNotFound\`
  (\`InvalidResourceId.NotFound\` for \`ResourceId\`). The answer always has the id.
- **When the key is …** is what the operation answers to a key in that state; *yes* means that it is done. Both surfaces
  answer alike. Only a secret key whose material is imported can be \`PendingImport\`: that column is found with one, has
  ${NONE} for key pairs.`;

const packageOf = (client: string): string => client.split(' ')[0] ?? client;

function clientsSection({ operations, releases }: Facts): string {
  const clients = Object.keys(operations[0]?.clients ?? {});
  const packages = [...new Set(clients.map(packageOf))];
  const rows = packages.map((name) => {
    const ways = clients
      .filter((client) => packageOf(client) === name)
      .map((client) => client.slice(name.length + 1));
    const lacking = operations.filter(({ clients: answers }) => answers[name] === null).length;
    return [
      code(name),
      releases[name] ?? '',
      ways.filter(Boolean).join('; ') || NONE,
      lacking ? `the ${operations.length - lacking} that it has a request for` : 'all',
    ];
  });
  return `## Real clients

The cloud's own SDKs for JavaScript, unmodified, pointed at this server. In the tables below, *all* means that each of them
called the operation with success, in each of its ways. [clients.md](clients.md) shows how each client is pointed here.

${table(['package', 'release', 'ways', 'operations'], rows)}

The cloud's own SDKs for other languages, unmodified, play one list of scenarios
([scenarios.json](../test/clients/scenarios.json)) by their typed requests, and check the answers by their language's
cryptography. They did so in this project's CI with these releases.

${table(['language', 'package', 'release', 'operations'], LANGUAGES.flatMap(languageRows))}`;
}

const languageRows = ({ name: language, clients }: Language): string[][] =>
  clients.map(({ package: name, release, own }) => [
    language,
    code(name),
    release,
    own ? list(own) : 'all',
  ]);

function groupSection(title: string, names: readonly string[], { operations }: Facts): string {
  const members = operations.filter(({ operation }) => names.includes(operation.name));
  const rows = members.map((measured) => [
    titleOf(measured),
    graphqlOf(measured.operation),
    namesOf(measured),
    clientsOf(measured.clients, successOf(measured.samples[0]?.sample ?? {})),
  ]);
  const states = stateRows(members);
  const head = ['', ...KEY_STATES.map(code)];
  return [
    `## ${title}`,
    table(['operation', 'in GraphQL', 'the key is named by', 'real clients'], rows),
    ...(states.length > 0 ? ['When the key is …', table(head, states)] : []),
  ].join('\n\n');
}

function titleOf({ operation: { name }, samples }: Measured): string {
  const always = samples[0]?.sample.always;
  return always ? `${name} (always answers ${code(always)})` : name;
}

function graphqlOf(operation: AnyOperation): string {
  if (operation.rpcOnly) return `none. ${operation.rpcOnly}`;
  const read = READS[operation.name];
  if (!read) return code(mutationName(operation));
  return code(read.shown ?? (read.type === 'Query' ? read.field : `${read.type}.${read.field}`));
}

const SHORT: Readonly<Record<Form, string | null>> = {
  id: 'id',
  alias: 'alias',
  'key ARN': 'ARN',
  'alias ARN': null,
};
const shortForms = ({ forms }: NamedBy): string => list(forms.flatMap((form) => SHORT[form] ?? []));

function namesOf({ operation, named: { rpc = [] } }: Measured): string {
  const isSimple = rpc.length === 1 && rpc[0]?.field === 'keyId';
  const fields = rpc.map((named) =>
    isSimple
      ? shortForms(named)
      : `${code(wireOfField(operation, named.field))}: ${shortForms(named)}`,
  );
  const byBlob = operation.key?.from?.includes('ciphertextBlob') ? ['the ciphertext itself'] : [];
  return [...fields, ...byBlob].join('; ') || NONE;
}

const wireOfField = (operation: AnyOperation, field: string): string =>
  field === 'keyIds' ? 'ResourceId.N' : wireName(operation, field);

function clientsOf(clients: Measured['clients'], success: string): string {
  const others = Object.entries(clients).filter(([, answer]) => answer !== success);
  return others.length === 0 ? 'all' : `all but ${list(others.map(([client]) => code(client)))}`;
}

/** One row for all that answer alike. */
function stateRows(members: readonly Measured[]): string[][] {
  const rows = new Map<string, { names: Set<string>; answers: StateAnswers }>();
  for (const { operation, samples } of members) {
    for (const { sample, answers } of samples) {
      if (!answers.rpc) continue;
      const key = JSON.stringify(answers.rpc);
      const row = rows.get(key) ?? { names: new Set<string>(), answers: answers.rpc };
      row.names.add(sample.shows ? `${operation.name} (${sample.shows})` : operation.name);
      rows.set(key, row);
    }
  }
  return [...rows.values()].map(({ names, answers }) => [
    list([...names]),
    ...KEY_STATES.map((state) => stateCell(answers[state])),
  ]);
}

const stateCell = (answer: string | null): string =>
  answer === null ? NONE : answer === 'ok' ? 'yes' : code(answer);

const KEY_SPECS_SECTION = `## Key specs and algorithms

${table(
  ['KeySpec', 'what it is', 'KeyUsage', 'signs by', 'is encrypted to by'],
  KEY_SPEC_NAMES.map((name) => specRow(name)),
)}

The first KeyUsage is the default. Signatures are over a digest of 32 bytes, which the caller makes. Keys of the specs
${list(SYMMETRIC_SPECS.map(code))} can have the origin \`EXTERNAL\`.
${(KEY_SPEC_NAMES as readonly string[]).includes('EC_SM2') ? '' : `\n${WITHOUT_EC_SM2}\n`}
Wrapping keys, for imported material and exported data keys: ${list(WRAPPING_KEY_SPECS.map(code))} by
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

function refusedSection({ refusedParameters, refusedValues }: Facts): string {
  return `## Known, and refused by name

A parameter that the API knows for an operation and that is not supported is refused, so that nothing else is done than
what was asked. One that the API does not know for it is ignored.

${table(
  ['operation', 'parameter', 'answer'],
  refusedParameters.map(({ operation, parameter, code: answer }) => [
    operation,
    code(parameter),
    code(answer),
  ]),
)}

So are some values:

${table(
  ['operation', 'value', 'answer', 'why'],
  refusedValues.map(({ operation, parameter, value, code: answer, why }) => [
    operation,
    code(`${parameter}=${value}`),
    code(answer),
    why,
  ]),
)}`;
}

const NOT_OFFERED_SECTION = `## Not offered

These operations of the API answer \`InvalidAction.NotFound\`.

${table(
  ['about', 'operations', 'why'],
  NOT_OFFERED.map(({ about, operations, why }) => [about, list(operations), why]),
)}

Key policies are offered in name only: GetKeyPolicy answers that a key has none, which is so, and SetKeyPolicy refuses. A
policy that denies and is not obeyed would deceive whoever wrote it.`;
