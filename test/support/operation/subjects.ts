import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import type { KeyState } from '#domain/key-state.ts';
import { materialContext } from '#keyring/wrap-contexts.ts';
import type { KeyChange } from '#pipeline/write-set.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { type Caller, caller } from '../caller.ts';
import { addUser, allowing } from '../identities.ts';
import { importMaterial } from '../imports.ts';
import type { Credential, Kms } from '../kms.ts';
import { changeKey } from '../writes.ts';
import type { Facts } from './facts.ts';
import { newIdentities } from './new-identities.ts';
import { newSignIns } from './new-sign-ins.ts';
import { DIGEST, type Input, type Kind, type Subject } from './subject.ts';

export const exportTarget = {
  publicKeyBlob: generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({
    format: 'der',
    type: 'spki',
  }),
  wrappingKeySpec: 'RSA_2048',
  wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
};

/** The keys of one account, one of each kind, made when they are first asked for. */
export interface Subjects {
  readonly kms: Kms;
  /** An access key of the root identity of the account. */
  readonly account: Credential;
  /** Who calls an operation: the root identity, or a user who may do everything. */
  readonly callerOf: (facts: Pick<Facts, 'caller'>) => Promise<Credential>;
  /** The key of this kind as it was when it was made: enabled, with its material. */
  readonly take: (kind: Kind) => Promise<Subject>;
  /** Puts a key into a state without the checks of the operations. */
  readonly put: (keyId: string, state: KeyState) => Promise<void>;
}

/** Making a key for each call would take ten times as long: an RSA key each. */
export async function openSubjects(kms: Kms): Promise<Subjects> {
  const account = await kms.addAccount();
  const as = caller('rpc', kms, account);
  const { keyId: otherKeyId } = await as.createKey();
  const otherBlob = await sealedBy(as, 'Encrypt', {
    keyId: otherKeyId,
    plaintext: Buffer.from('x'),
  });
  let aliases = 0;
  const freeAlias = () => `alias/sample/${++aliases}`;
  const newAlias = async (keyId: string) => {
    const aliasName = freeAlias();
    await as.act('CreateAlias', { keyId, aliasName });
    return aliasName;
  };
  const identities = { ...newIdentities(account, as), ...newSignIns(kms, account) };
  const rowOf = async (id: string) => {
    const {
      id: _,
      accountId: _too,
      // What its own operations change stays: the MACs must fit the tags and the policy.
      policy: _policy,
      policyMac: _policyMac,
      tagsMac: _tagsMac,
      macRootKeyId: _macRootKeyId,
      revision,
      ...row
    } = await kms.store.db.key.findUniqueOrThrow({ where: { id } });
    return { revision, row: row as KeyChange };
  };
  const change = async (id: string, to: KeyChange) => {
    const { revision, row } = await rowOf(id);
    if (isDeepStrictEqual({ ...row, ...to }, row)) return;
    await kms.store.commit([changeKey(id, revision, to)]);
  };
  const make = async (kind: Kind) => {
    const made = await makers[kind](as, kms);
    const subject: Subject = {
      ...NOTHING,
      ...made,
      otherKeyId,
      otherBlob,
      freeAlias,
      newAlias,
      ...identities,
      accountId: account.accountId,
    };
    return { subject, row: (await rowOf(subject.keyId)).row };
  };
  const hasMaterial = async ({ keyVersionId: id }: Subject) =>
    (await kms.store.db.keyVersion.findUniqueOrThrow({ where: { id } })).wrappedMaterial.length > 0;
  const shelf = new Map<Kind, ReturnType<typeof make>>();
  let user: Promise<Credential> | undefined;
  const callerOf: Subjects['callerOf'] = async ({ caller: who }) => {
    if (who !== 'user') return account;
    user ??= addUser(kms, account.accountId, allowing('*'));
    return user;
  };
  return {
    kms,
    account,
    callerOf,
    async take(kind) {
      const made = shelf.get(kind) ?? make(kind);
      shelf.set(kind, made);
      const { subject, row } = await made;
      await change(subject.keyId, row);
      if (kind === 'imported key' && !(await hasMaterial(subject)))
        await as.act('ImportKeyMaterial', subject.importInput);
      return subject;
    },
    put: (keyId, state) =>
      change(keyId, {
        state,
        deleteDate: state === 'PendingDeletion' ? new Date(Date.now() + 86_400_000) : null,
      }),
  };
}

const NOTHING = {
  blob: Buffer.alloc(0),
  dataKeyBlob: Buffer.alloc(0),
  importInput: {},
  signature: Buffer.alloc(0),
  exportTarget,
};

type Made = Pick<Subject, 'keyId' | 'keyVersionId'> & Partial<Subject>;

const makers: Readonly<Record<Kind, (as: Caller, kms: Kms) => Promise<Made>>> = {
  'symmetric key': async (as) => sealing(as, (await as.createKey()).keyId),
  async 'imported key'(as) {
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    const importInput = await importMaterial(as, keyId, randomBytes(32));
    return { ...(await sealing(as, keyId)), importInput };
  },
  // An import makes an RSA key, which takes longer than everything else.
  async 'waiting key'(as, kms) {
    const { keyId, creator } = await as.createKey({ origin: 'EXTERNAL' });
    await putMaterial(kms, creator, keyId);
    return sealing(as, keyId);
  },
  async 'encryption key pair'(as) {
    const pair = await pairOf(as, { keySpec: 'RSA_2048' });
    return {
      ...pair,
      blob: await sealedBy(as, 'AsymmetricEncrypt', {
        ...pair,
        algorithm: 'RSAES_OAEP_SHA_256',
        plaintext: DIGEST,
      }),
    };
  },
  async 'signing key pair'(as) {
    const pair = await pairOf(as, { keySpec: 'EC_P256' });
    const { value = '' } = await as.act('AsymmetricSign', {
      ...pair,
      algorithm: 'ECDSA_SHA_256',
      digest: DIGEST,
    });
    return { ...pair, signature: Buffer.from(value, 'base64') };
  },
};

/** Writes material as an import does. */
async function putMaterial(
  { store, deployment }: Kms,
  accountId: string,
  keyId: string,
): Promise<void> {
  const id = uuidv7();
  const { bytes: wrappedMaterial, rootKeyId } = deployment.keyring.wrap(
    materialContext(accountId, id),
    randomBytes(32),
  );
  const row = { id, accountId, keyId, wrappedMaterial, rootKeyId, createdAt: new Date() };
  await store.commit([
    insertRow(TABLES.keyVersion, row),
    changeKey(keyId, 1, { state: 'Enabled', primaryVersionId: id }),
  ]);
}

async function sealing(as: Caller, keyId: string): Promise<Made> {
  const { primaryKeyVersion } = await as.describeKey(keyId);
  return {
    keyId,
    keyVersionId: String(primaryKeyVersion),
    blob: await sealedBy(as, 'Encrypt', { keyId, plaintext: Buffer.from('x') }),
    dataKeyBlob: await sealedBy(as, 'GenerateDataKeyWithoutPlaintext', { keyId }),
  };
}

async function pairOf(
  as: Caller,
  input: { keySpec: string },
): Promise<Pick<Subject, 'keyId' | 'keyVersionId'>> {
  const { keyId } = await as.createKey(input);
  const [version] = await as.listVersions(keyId);
  return { keyId, keyVersionId: String(version?.keyVersionId) };
}

const sealedBy = async (as: Caller, operation: string, input: Input): Promise<Buffer> =>
  Buffer.from(String((await as.act(operation, input)).ciphertextBlob), 'base64');
