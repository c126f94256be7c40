import { createRequire } from 'node:module';
import type { Credential, Kms } from '../support/kms.ts';

const require = createRequire(import.meta.url);
// biome-ignore lint/suspicious/noExplicitAny: the SDKs are CommonJS with types of their own worlds; what they send is what is tested
const load = (name: string): any => require(name);

/** As a caller hands them over: numbers and booleans as such, lists as arrays of values or of objects. */
export type SdkParams = Readonly<
  Record<string, string | number | boolean | readonly (string | Readonly<Record<string, string>>)[]>
>;

/** One of the cloud's SDKs, unmodified, pointed at a server. Answers as the SDK gives them, errors as it throws them. */
export interface Sdk {
  readonly name: string;
  readonly call: (
    kms: Kms,
    credential: Credential,
    action: string,
    params: SdkParams,
  ) => Promise<Record<string, unknown>>;
  /** Whether it can call this at all: the generated client has what the API had when it was made. */
  readonly has: (action: string) => boolean;
  /** What the SDK's own error says the code was. */
  readonly codeOf: (error: unknown) => unknown;
}

/** An access key, or that of a session with its token, as all the clients take it. */
export const accessKeyOf = ({ id, secret, securityToken }: Omit<Credential, 'accountId'>) => ({
  accessKeyId: id,
  accessKeySecret: secret,
  ...(securityToken !== undefined && { securityToken }),
});
export const hostOf = ({ url }: Pick<Kms, 'url'>): string => new URL(url).host;
const camelCase = (name: string): string => `${name[0]?.toLowerCase()}${name.slice(1)}`;
export const plain = (value: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
const codeIn = (error: unknown): unknown => (error as { code?: unknown }).code;

const popCore = (method: 'GET' | 'POST'): Sdk => ({
  name: `@alicloud/pop-core by ${method}`,
  async call({ url }, credential, action, params) {
    const RPCClient = load('@alicloud/pop-core').RPCClient;
    const client = new RPCClient({
      ...accessKeyOf(credential),
      endpoint: url,
      apiVersion: '2016-01-20',
    });
    return plain(await client.request(action, params, { method }));
  },
  has: () => true,
  codeOf: codeIn,
});

/** The generated client: a typed request per operation. Its error appends `Error` to the code. */
const kms20160120: Sdk = {
  name: '@alicloud/kms20160120',
  async call(kms, credential, action, params) {
    const sdk = load('@alicloud/kms20160120');
    const { Config } = load('@alicloud/rpc-client');
    const client = new sdk.default(
      new Config({
        ...accessKeyOf(credential),
        endpoint: hostOf(kms),
        protocol: 'http',
        regionId: 'cn-hangzhou',
      }),
    );
    const request = new sdk[`${action}Request`](
      Object.fromEntries(Object.entries(params).map(([name, value]) => [camelCase(name), value])),
    );
    return pascalCased(plain(await client[camelCase(action)](request)));
  },
  has: (action) => camelCase(action) in load('@alicloud/kms20160120').default.prototype,
  codeOf: (error) => String(codeIn(error)).replace(/Error$/, ''),
};

/** Names as RPC writes them. */
export function pascalCased(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) return value.map(pascalCased) as unknown as Record<string, unknown>;
  if (typeof value !== 'object' || value === null) return value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      `${name[0]?.toUpperCase()}${name.slice(1)}`,
      pascalCased(inner),
    ]),
  );
}

/** `ResourceId.1`, `Tag.1.Key`: the SDK's own spelling of lists, which its generated clients use for what travels in the query. */
function flattened(module: string, params: SdkParams): Record<string, string> {
  const { query } =
    load(module).OpenApiUtil ??
    createRequire(require.resolve(module))('@alicloud/openapi-util').default;
  return query(params) as Record<string, string>;
}

const openapi = (module: string, runtimeModule: string, placement: 'query' | 'body'): Sdk => ({
  name: `${module} with parameters in the ${placement}`,
  async call(kms, credential, action, params) {
    const { default: Client, Config, Params, OpenApiRequest, $OpenApiUtil } = load(module);
    const make = {
      Config: Config ?? $OpenApiUtil.Config,
      Params: Params ?? $OpenApiUtil.Params,
      OpenApiRequest: OpenApiRequest ?? $OpenApiUtil.OpenApiRequest,
    };
    const client = new Client(
      new make.Config({
        ...accessKeyOf(credential),
        endpoint: hostOf(kms),
        protocol: 'http',
        regionId: 'cn-hangzhou',
      }),
    );
    const call = new make.Params({
      action,
      version: '2016-01-20',
      protocol: 'HTTP',
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    });
    const { RuntimeOptions } = load(runtimeModule);
    // A form body it flattens itself.
    const input = placement === 'query' ? flattened(module, params) : params;
    const answer = await client.callApi(
      call,
      new make.OpenApiRequest({ [placement]: input }),
      new RuntimeOptions({}),
    );
    return plain(answer.body);
  },
  has: () => true,
  codeOf: codeIn,
});

export const SDKS: readonly Sdk[] = [
  popCore('GET'),
  popCore('POST'),
  kms20160120,
  openapi('@alicloud/openapi-client', '@alicloud/tea-util', 'query'),
  openapi('@alicloud/openapi-client', '@alicloud/tea-util', 'body'),
  openapi('@alicloud/openapi-core', '@darabonba/typescript', 'query'),
  openapi('@alicloud/openapi-core', '@darabonba/typescript', 'body'),
];
