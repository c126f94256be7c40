import { constants, createHash, createPublicKey, publicEncrypt } from 'node:crypto';
import { type Asked, DONE, type Input, UNAVAILABLE, UNKNOWN } from './ask.ts';
import type { Caller } from './caller.ts';
import { changeUser, enroll } from './identity-steps.ts';
import type { Creation, KnownKey, Sealed } from './ledger.ts';

/** What using a key answers in each of its states. */
const ANSWER_TO_USE: Readonly<Record<string, string>> = {
  Enabled: DONE,
  Disabled: 'Rejected.Disabled',
  PendingDeletion: 'Rejected.PendingDeletion',
  PendingImport: 'Rejected.PendingImport',
};
const answersToUse = ({ states }: KnownKey): string[] =>
  states.map((state) => String(ANSWER_TO_USE[state]));

/** What may be asked of a key in each of its states; mostly what makes it usable again. */
const MOVES: Readonly<Record<string, readonly (readonly [Asked, number])[]>> = {
  Enabled: [
    ['DisableKey', 2],
    ['ScheduleKeyDeletion', 1],
  ],
  Disabled: [
    ['EnableKey', 3],
    ['ScheduleKeyDeletion', 1],
  ],
  PendingDeletion: [['CancelKeyDeletion', 1]],
  PendingImport: [['ScheduleKeyDeletion', 1]],
};

const targetOf = (move: Asked, { hasMaterial }: KnownKey): string =>
  ({ DisableKey: 'Disabled', EnableKey: 'Enabled', ScheduleKeyDeletion: 'PendingDeletion' })[
    move as string
  ] ?? (hasMaterial ? 'Enabled' : 'PendingImport');

/** Asks for a change of state, and notes where it led. */
async function move(
  caller: Caller,
  key: KnownKey,
  asked: Asked,
  to: string,
  input: Input = {},
): Promise<boolean> {
  const { code } = await caller.ask(asked, { keyId: key.keyId, ...input });
  key.round = caller.ledger.round;
  if (code === DONE) key.states = [to];
  if (code === UNKNOWN) key.states = [...new Set([...key.states, to])];
  return code === DONE;
}

async function changeState(caller: Caller, key = caller.pickKey()): Promise<void> {
  if (!key) return;
  const asked = caller.chance.weighted(MOVES[String(key.states[0])] ?? []);
  await move(caller, key, asked, targetOf(asked, key));
}

/** Moves a key until it can be used, or waits for its material. */
export async function revive(caller: Caller, key: KnownKey): Promise<void> {
  const [state] = key.states;
  if (state === 'Disabled') await move(caller, key, 'EnableKey', 'Enabled');
  if (state === 'PendingDeletion')
    await move(caller, key, 'CancelKeyDeletion', targetOf('CancelKeyDeletion', key));
}

/** Asks for a key, for the first time or again. Whatever has become of the first time, there is one key for a token. */
export async function askForKey(caller: Caller, creation: Creation): Promise<KnownKey | undefined> {
  const { label: description, origin, hasToken } = creation;
  const { code, data } = await caller.ask('CreateKey', {
    description,
    origin,
    ...(hasToken && { clientToken: description }),
  });
  const { ledger, keys, unanswered } = caller;
  if (code !== DONE) {
    if (hasToken && (code === UNKNOWN || code === UNAVAILABLE)) unanswered.push(creation);
    return undefined;
  }
  const { keyId = '', keyState = '' } = data;
  const known = keys.find((key) => key.creation.label === description);
  if (known) {
    if (known.keyId !== keyId)
      ledger.losses.add(`${description} is ${known.keyId}, and asked for again ${keyId}`);
    return known;
  }
  const key = {
    keyId,
    creation,
    states: [keyState],
    hasMaterial: origin === 'Aliyun_KMS',
    round: ledger.round,
    sealed: [],
  };
  keys.push(key);
  ledger.keys.push(key);
  return key;
}

const create = (caller: Caller) =>
  askForKey(caller, {
    label: caller.label(),
    origin: 'Aliyun_KMS',
    hasToken: caller.chance.oneIn(2),
  });

/** A token whose request was answered still returns the same key. */
async function askAgain(caller: Caller): Promise<void> {
  const key = caller.chance.pick(caller.keys.filter(({ creation }) => creation.hasToken));
  if (key) await askForKey(caller, key.creation);
}

async function encrypt(caller: Caller, key = caller.pickKey()): Promise<void> {
  if (!key) return;
  const plaintext = Buffer.from(caller.label()).toString('base64');
  const { code, data, surface } = await caller.ask(
    'Encrypt',
    { keyId: key.keyId, plaintext },
    answersToUse(key),
  );
  const { round } = caller.ledger;
  if (code !== DONE) return;
  key.round = round;
  key.sealed.push({ ciphertextBlob: data.ciphertextBlob ?? '', plaintext, surface, round });
}

/** Decrypts a blob of a key's: it gives what was encrypted, as far as the key's state lets it be used. */
export async function open(
  caller: Caller,
  key: KnownKey,
  { ciphertextBlob, plaintext, surface }: Sealed,
): Promise<void> {
  const { code, data } = await caller.ask(
    'Decrypt',
    { ciphertextBlob },
    answersToUse(key),
    surface,
  );
  if (code === DONE && (data.plaintext !== plaintext || data.keyId !== key.keyId))
    caller.ledger.losses.add(
      `a blob of ${key.keyId} gives ${data.plaintext} of ${data.keyId} instead of ${plaintext}`,
    );
}

async function decrypt(caller: Caller): Promise<void> {
  const key = caller.pickKey(({ sealed }) => sealed.length > 0);
  const sealed = key && caller.chance.pick(key.sealed);
  if (key && sealed) await open(caller, key, sealed);
}

/** Describes a key, which must be as it was acknowledged. From then on only this answer is known of the key. */
export async function describe(caller: Caller, key = caller.pickKey()): Promise<void> {
  if (!key) return;
  const { code, data } = await caller.ask('DescribeKey', { keyId: key.keyId });
  if (code !== DONE) return;
  const state = String(data.keyState);
  if (!key.states.includes(state))
    caller.ledger.losses.add(`${key.keyId} is ${state} instead of ${key.states.join(' or ')}`);
  key.states = [state];
  key.hasMaterial ||= state === 'Enabled';
}

/** Material of its own for each key, and the same each time: a key takes no other. */
const materialFor = ({ creation }: KnownKey): Buffer =>
  createHash('sha256').update(creation.label).digest();

async function importMaterial(caller: Caller): Promise<void> {
  const waiting = caller.pickKey(({ states }) => states[0] === 'PendingImport');
  const key =
    waiting ??
    (await askForKey(caller, {
      label: caller.label(),
      origin: 'EXTERNAL',
      hasToken: caller.chance.oneIn(2),
    }));
  if (key?.states[0] !== 'PendingImport') return;
  const wrapping = { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' };
  const { code, data } = await caller.ask('GetParametersForImport', {
    keyId: key.keyId,
    ...wrapping,
  });
  if (code !== DONE) return;
  const publicKey = createPublicKey({
    key: Buffer.from(data.publicKey ?? '', 'base64'),
    format: 'der',
    type: 'spki',
  });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const encryptedKeyMaterial = publicEncrypt(
    { key: publicKey, padding, oaepHash: 'sha256' },
    materialFor(key),
  ).toString('base64');
  const input = { encryptedKeyMaterial, importToken: data.importToken ?? '' };
  if (!(await move(caller, key, 'ImportKeyMaterial', 'Enabled', input))) return;
  key.hasMaterial = true;
  await encrypt(caller, key);
}

/** A new version, which seals from then on. What the older ones have sealed is in the ledger, and must go on opening. */
async function rotate(caller: Caller): Promise<void> {
  const key = caller.pickKey(({ creation }) => creation.origin === 'Aliyun_KMS');
  if (!key) return;
  const { code } = await caller.ask('CreateKeyVersion', { keyId: key.keyId }, answersToUse(key));
  if (code === DONE) await encrypt(caller, key);
}

const STEPS: readonly (readonly [(caller: Caller) => Promise<unknown>, number])[] = [
  [create, 30],
  [encrypt, 30],
  [decrypt, 12],
  [describe, 6],
  [changeState, 12],
  [importMaterial, 3],
  [rotate, 8],
  [askAgain, 4],
  [enroll, 4],
  [changeUser, 3],
];

/** Does one thing of those that callers do; first of all asks again for what was not answered. */
export async function step(caller: Caller): Promise<void> {
  const creation = caller.unanswered.shift();
  if (creation) await askForKey(caller, creation);
  else await caller.chance.weighted(STEPS)(caller);
}
