import { type RawReply, rawRequest } from '../support/http.ts';
import type { Credential } from '../support/kms.ts';
import { callAcs3, callV1, commonV1, signV1, type V1Options } from '../support/rpc-client.ts';
import type { Refusal, Scene } from './scene.ts';

type Input = Readonly<Record<string, string>>;

const codeOf = ({ json, text, status }: RawReply): string =>
  String(json.Code ?? /<Code>(.+?)<\/Code>/.exec(text)?.[1] ?? status);

/** A refusal of Encrypt by a request signed in its parameters. */
const encrypt = (
  name: string,
  expected: string,
  input: (scene: Scene, plaintext: string) => Input,
  options: (
    scene: Scene,
    plaintext: string,
  ) => V1Options & { as?: Credential; action?: string } = () => ({}),
): Refusal => ({
  name: `RPC: ${name}`,
  expected,
  async send(scene, plaintext) {
    const { as = scene.root, action = 'Encrypt', ...given } = options(scene, plaintext);
    return codeOf(await callV1(scene.kms, as, action, input(scene, plaintext), given));
  },
});

const valid = ({ keyId: KeyId }: Scene, Plaintext: string): Input => ({ KeyId, Plaintext });
const withCommon = (name: string) => (_scene: Scene, plaintext: string) => ({
  params: { [name]: plaintext },
});
const wrongSecret = (scene: Scene, where: string): Credential => ({
  ...scene.root,
  secret: scene.secrets.letters('access key secret', `a wrong one, ${where}`),
});

/** A request whose parameters are changed after it was signed. */
const signedOnce = (
  name: string,
  expected: string,
  change: (text: string, plaintext: string) => string,
): Refusal => ({
  name: `RPC: ${name}`,
  expected,
  async send({ kms, root, ...scene }, plaintext) {
    const params = { ...commonV1(root, 'Encrypt'), ...valid({ kms, root, ...scene }, plaintext) };
    const text = new URLSearchParams(signV1('GET', params, root.secret)).toString();
    return codeOf(await rawRequest(kms.url, { path: change(text, plaintext) }));
  },
});

/** Refused requests of the RPC API, each with a plaintext. */
export const RPC_REFUSALS: readonly Refusal[] = [
  encrypt('no permission', 'Forbidden.NoPermission', valid, ({ nobody }) => ({ as: nobody })),
  encrypt('a disabled key', 'Rejected.Disabled', ({ disabledKeyId }, Plaintext) => ({
    KeyId: disabledKeyId,
    Plaintext,
  })),
  encrypt('a plaintext as the key', 'Forbidden.KeyNotFound', (_scene, plaintext) => ({
    KeyId: plaintext,
    Plaintext: plaintext,
  })),
  encrypt('another key', 'Forbidden.KeyNotFound', (_scene, Plaintext) => ({
    KeyId: '0193a9a0-0000-7000-8000-000000000000',
    Plaintext,
  })),
  encrypt('no key', 'MissingParameter', (_scene, Plaintext) => ({ Plaintext })),
  encrypt('too large a plaintext', 'InvalidParameter', ({ keyId: KeyId }, plaintext) => ({
    KeyId,
    Plaintext: plaintext + 'x'.repeat(9_000),
  })),
  encrypt('200,000 characters in the query', 'InvalidParameter', ({ keyId: KeyId }, plaintext) => ({
    KeyId,
    Plaintext: plaintext + 'x'.repeat(200_000),
  })),
  {
    name: 'RPC: too large a body',
    expected: 'ParseRequestParameterException',
    async send({ kms, root, keyId: KeyId }, plaintext) {
      const Plaintext = plaintext + 'x'.repeat(1_200_000);
      const params = { ...commonV1(root, 'Encrypt'), KeyId, Plaintext };
      const headers = [
        ['content-type', 'application/x-www-form-urlencoded'],
        ['connection', 'keep-alive'], // otherwise the connection may end before the answer is read
      ] as const;
      const body = new URLSearchParams(signV1('POST', params, root.secret)).toString();
      return codeOf(await rawRequest(kms.url, { method: 'POST', headers, body }));
    },
  },
  encrypt('a context that is not JSON', 'InvalidParameter', ({ keyId: KeyId }, plaintext) => ({
    KeyId,
    Plaintext: 'eA==',
    EncryptionContext: plaintext,
  })),
  encrypt(
    'another context',
    'InvalidParameter',
    ({ blob: CiphertextBlob }, purpose) => ({
      CiphertextBlob,
      EncryptionContext: JSON.stringify({ purpose }),
    }),
    () => ({ action: 'Decrypt' }),
  ),
  encrypt(
    'a ciphertext that is not base64',
    'InvalidParameter',
    (_scene, CiphertextBlob) => ({ CiphertextBlob }),
    () => ({ action: 'Decrypt' }),
  ),
  encrypt(
    'a plaintext instead of a ciphertext',
    'InvalidParameter',
    (_scene, plaintext) => ({ CiphertextBlob: Buffer.from(plaintext).toString('base64') }),
    () => ({ action: 'Decrypt' }),
  ),
  encrypt('a plaintext as a flag', 'InvalidParameter', ({ keyId: KeyId }, plaintext) => ({
    KeyId,
    Plaintext: 'eA==',
    DryRun: plaintext,
  })),
  encrypt('an unknown action', 'InvalidAction.NotFound', valid, () => ({ action: 'Encrypted' })),
  encrypt('a plaintext as the action', 'InvalidAction.NotFound', valid, withCommon('Action')),
  encrypt('an unknown version', 'InvalidVersion', valid, () => ({
    params: { Version: '2016-01-21' },
  })),
  encrypt('a plaintext as the version', 'InvalidVersion', valid, withCommon('Version')),
  encrypt('a plaintext as the format', 'InvalidParameter', valid, withCommon('Format')),
  encrypt('a plaintext as the nonce', 'InvalidParameter', valid, (_scene, plaintext) => ({
    params: { SignatureNonce: plaintext.repeat(5) },
  })),
  encrypt('a plaintext as the timestamp', 'IllegalTimestamp', valid, withCommon('Timestamp')),
  encrypt(
    'a plaintext as the security token',
    'InvalidSecurityToken.MismatchWithAccessKey',
    valid,
    withCommon('SecurityToken'),
  ),
  encrypt(
    'a plaintext as the signature method',
    'InvalidParameter',
    valid,
    withCommon('SignatureMethod'),
  ),
  encrypt(
    'a plaintext as the access key',
    'InvalidAccessKeyId.NotFound',
    valid,
    withCommon('AccessKeyId'),
  ),
  encrypt('a stale timestamp', 'InvalidTimeStamp.Expired', valid, () => ({
    now: new Date(Date.now() - 3_600_000),
  })),
  encrypt('another method', 'UnsupportedHTTPMethod', valid, () => ({ method: 'PUT' as 'POST' })),
  encrypt('a wrong secret', 'SignatureDoesNotMatch', valid, (scene) => ({
    as: wrongSecret(scene, 'V1'),
  })),
  encrypt('XML and no permission', 'Forbidden.NoPermission', valid, ({ nobody }) => ({
    as: nobody,
    params: { Format: 'XML' },
  })),
  encrypt('XML and a wrong secret', 'SignatureDoesNotMatch', valid, (scene) => ({
    as: wrongSecret(scene, 'V1, XML'),
    params: { Format: 'XML' },
  })),
  signedOnce(
    'a parameter twice',
    'InvalidParameter',
    (text, plaintext) => `/?${text}&${new URLSearchParams({ Plaintext: plaintext })}`,
  ),
  signedOnce(
    'a plaintext as the name of a parameter that comes twice',
    'InvalidParameter',
    (text, plaintext) =>
      `/?${text}&${encodeURIComponent(plaintext)}=1&${encodeURIComponent(plaintext)}=2`,
  ),
  signedOnce(
    'a parameter that was not signed',
    'SignatureDoesNotMatch',
    (text, plaintext) => `/?${text}&${new URLSearchParams({ More: plaintext })}`,
  ),
  signedOnce(
    'malformed percent signs',
    'ParseRequestParameterException',
    (text) => `/?${text}&x=%zz`,
  ),
  {
    name: 'RPC: a nonce that was used',
    expected: 'SignatureNonceUsed',
    async send(scene, plaintext) {
      const { kms, root } = scene;
      const params = { SignatureNonce: 'once' };
      await callV1(kms, root, 'Encrypt', valid(scene, plaintext), { params });
      return codeOf(await callV1(kms, root, 'Encrypt', valid(scene, plaintext), { params }));
    },
  },
  {
    name: 'RPC: a wrong secret, ACS3',
    expected: 'SignatureDoesNotMatch',
    async send(scene, plaintext) {
      const credential = wrongSecret(scene, 'ACS3');
      return codeOf(
        await callAcs3(scene.kms, credential, 'Encrypt', { form: valid(scene, plaintext) }),
      );
    },
  },
  {
    name: 'RPC: another body than was signed, ACS3',
    expected: 'IncompleteSignature',
    async send(scene, plaintext) {
      const body = new URLSearchParams(valid(scene, plaintext)).toString();
      const tampered = { form: { KeyId: scene.keyId }, tamper: { body } };
      return codeOf(await callAcs3(scene.kms, scene.root, 'Encrypt', tampered));
    },
  },
  {
    name: 'RPC: no permission, ACS3',
    expected: 'Forbidden.NoPermission',
    send: async (scene, plaintext) =>
      codeOf(
        await callAcs3(scene.kms, scene.nobody, 'Encrypt', { query: valid(scene, plaintext) }),
      ),
  },
  {
    name: 'RPC: a body that is not a form',
    expected: 'ParseRequestParameterException',
    async send({ kms, root }, plaintext) {
      const headers = { 'content-type': 'application/json' };
      const tamper = { body: JSON.stringify({ plaintext }) };
      return codeOf(await callAcs3(kms, root, 'Encrypt', { headers, tamper }));
    },
  },
];
