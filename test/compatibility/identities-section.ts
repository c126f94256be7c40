import type { Service } from '#pipeline/operation.ts';
import { IDENTITY_PACKAGES, operationsOfSdk } from '../clients/identity-sdks.ts';
import { LANGUAGES } from '../clients/languages.ts';
import type { Facts } from '../support/operation/facts.ts';
import { VERSIONS } from '../support/rpc-client.ts';
import { graphqlFieldOf } from './describe-facts.ts';
import { groups } from './groups.ts';
import { code, list, NONE, table } from './markdown.ts';

/** The section of docs/compatibility.md about the operations that the cloud offers in RAM and STS. */
export const identitiesSection = (
  facts: readonly Facts[],
  releases: Readonly<Record<string, string>>,
): string => `## RAM and STS

The same address offers operations of RAM, version ${VERSIONS.ram}, and of STS, version ${VERSIONS.sts}, for identities and
policies. The SDKs below, unmodified, call all of them successfully: users, roles and policies are made, and sessions of
roles use keys ([identities.json](../test/clients/identities.json)). This project's CI runs these releases:

${table(['language', 'package', 'release', 'service'], clientRows(releases))}

${NONE} stands for an operation that only this service has, and only by GraphQL.

${table(
  ['operation', 'service', 'GraphQL', 'SDKs'],
  groups(facts).flatMap(({ members }) => members.map(operationRow)),
)}

${notOffered('ram', facts)}

${notOffered('sts', facts)}`;

const nameOf = (service: Service): string => service.toUpperCase();

const clientRows = (releases: Readonly<Record<string, string>>): string[][] => [
  ...Object.entries(IDENTITY_PACKAGES).map(([service, name]) => [
    'JavaScript',
    code(name),
    releases[name] ?? '',
    nameOf(service as Service),
  ]),
  ...LANGUAGES.flatMap(({ name: language, clients }) =>
    clients.flatMap(({ package: name, release, service }) =>
      service ? [[language, code(name), release, nameOf(service)]] : [],
    ),
  ),
];

function operationRow(facts: Facts): string[] {
  const { name, service = 'kms', graphqlOnly } = facts.operation;
  return [name, nameOf(service), graphqlFieldOf(facts), graphqlOnly ? NONE : 'all'];
}

function notOffered(service: Service, facts: readonly Facts[]): string {
  const offered = new Set(
    facts.filter(({ operation }) => operation.service === service).map((one) => one.operation.name),
  );
  const names = operationsOfSdk(service).filter((name) => !offered.has(name));
  return `These operations of ${nameOf(service)} return \`InvalidAction.NotFound\`: ${list(names.sort())}.`;
}
