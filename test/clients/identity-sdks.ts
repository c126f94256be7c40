import { createRequire } from 'node:module';
import type { AnyOperation, Service } from '#pipeline/operation.ts';
import type { Credential, Kms } from '../support/kms.ts';
import type { Input } from '../support/operation/subject.ts';
import { accessKeyOf, hostOf, pascalCased, plain } from './sdks.ts';

const require = createRequire(import.meta.url);
// biome-ignore lint/suspicious/noExplicitAny: the SDKs are CommonJS with types of their own worlds; what they send is what is tested
const load = (name: string): any => require(name);

/** The generated clients for the two services of identities: a typed request and a typed answer for each operation. */
export const IDENTITY_PACKAGES: Readonly<Partial<Record<Service, string>>> = {
  ram: '@alicloud/ram20150501',
  sts: '@alicloud/sts20150401',
};

export type Named = Pick<AnyOperation, 'name' | 'service'>;

/** An answer as the SDK's class has it, by the API's names, and the JSON that the class was made from. */
export interface IdentityAnswer {
  readonly typed: Readonly<Record<string, unknown>>;
  readonly json: Readonly<Record<string, unknown>>;
}

const packageOf = ({ service = 'kms' }: Named): string => IDENTITY_PACKAGES[service] ?? '';
const methodOf = ({ name }: Named): string => `${name[0]?.toLowerCase()}${name.slice(1)}`;

/** Whether the SDK has a request for an operation. */
export const sdkHas = (operation: Named): boolean =>
  methodOf(operation) in load(packageOf(operation)).default.prototype;

/** The operations of RAM or STS that the SDK has. */
export const operationsOfSdk = (service: Service): string[] =>
  Object.keys(load(packageOf({ name: '', service }))).flatMap(
    (name) => /^(\w+)Response$/.exec(name)?.[1] ?? [],
  );

/** The parameters that the SDK's request has. An operation without parameters has no request. */
export function parametersOfSdk(operation: Named): string[] {
  const request: Model | undefined = load(packageOf(operation))[`${operation.name}Request`];
  return Object.values(request?.names() ?? {});
}

/** Calls an operation of RAM or STS. @param input by the SDK's names, which are ours @throws the SDK's own error */
export async function callIdentitySdk(
  kms: Pick<Kms, 'url'>,
  credential: Credential,
  operation: Named,
  input: Input = {},
): Promise<IdentityAnswer> {
  const sdk = load(packageOf(operation));
  const { Config } = load('@alicloud/openapi-core').$OpenApiUtil;
  const client = new sdk.default(
    new Config({
      ...accessKeyOf(credential),
      endpoint: hostOf(kms),
      protocol: 'http',
      regionId: 'cn-hangzhou',
    }),
  );
  // The typed answer has only what its class declares, so what was received is kept beside it.
  const { callApi } = client;
  let json = {};
  client.callApi = async (...args: unknown[]) => {
    const answer = await callApi.apply(client, args);
    json = answer.body;
    return answer;
  };
  // The method of an operation without parameters takes no request.
  const Request = sdk[`${operation.name}Request`];
  const { body } = await client[methodOf(operation)](...(Request ? [new Request(input)] : []));
  return { typed: pascalCased(plain(body)), json };
}

/** The classes that the SDK reads answers with: of each field, its name in the JSON and its type. */
interface Model {
  names(): Readonly<Record<string, string>>;
  types(): Readonly<Record<string, unknown>>;
}

/**
 * Where a JSON answer and the SDK's class for it differ, as paths: `+` has no field in the class, so that the SDK drops it,
 * and `-` is declared and was not sent.
 */
export function differences(operation: Named, json: unknown): string[] {
  const model = load(packageOf(operation))[`${operation.name}ResponseBody`] as Model;
  return [...new Set(compare(model, json, ''))].sort();
}

const isModel = (type: unknown): type is Model => typeof type === 'function' && 'names' in type;

function compare(type: unknown, json: unknown, path: string): string[] {
  if (Array.isArray(json)) {
    const { itemType } = type as { itemType: unknown };
    return json.flatMap((one) => compare(itemType, one, `${path}[]`));
  }
  if (!isModel(type)) return [];
  const fields = Object.entries(type.names());
  const sent = json as Readonly<Record<string, unknown>>;
  const declared = new Set(fields.map(([, name]) => name));
  const extra = Object.keys(sent).filter((name) => !declared.has(name));
  return [
    ...extra.map((name) => `+${path}.${name}`),
    ...fields.flatMap(([field, name]) =>
      name in sent
        ? compare(type.types()[field], sent[name], `${path}.${name}`)
        : [`-${path}.${name}`],
    ),
  ];
}
