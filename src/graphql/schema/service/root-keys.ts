import type { ROTATION_PHASES, RotationFacts } from '#operations/common/root-key-rotation.ts';
import type { ReplicaFacts, RootKeyFacts, RootKeyFactsState } from '#pipeline/service-facts.ts';
import { builder } from '../../builder.ts';
import { FILTER_COST } from '../key/key-filter.ts';

const COUNTED = `Counted only if selected, which adds ${FILTER_COST} to the cost of the query. A whole number that may exceed the range of Int.`;
const complexity = { field: FILTER_COST, multiplier: 1 };

export const Replica = builder.objectRef<ReplicaFacts>('Replica').implement({
  description:
    'Running process of the service. One that has not reported for a minute is left out.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description:
        'KEYWRIGHT_REPLICA_NAME, or its host name and port; of a worker with its number.',
    }),
    version: t.exposeString('version', {
      nullable: true,
      description: 'Release. Null for a release that does not report it.',
    }),
    startTime: t.expose('startedAt', { type: 'DateTime', description: 'When it was started.' }),
    lastSeenTime: t.expose('seenAt', {
      type: 'DateTime',
      description: 'When it last reported, every 15 seconds, by the clock of the database.',
    }),
    rootKeyIds: t.exposeStringList('rootKeyIds', {
      description: 'Ids of the root keys that it has loaded.',
    }),
    currentRootKeyId: t.exposeString('currentRootKeyId', {
      description: 'Id of the root key that it encrypts new values under.',
    }),
  }),
});

const RootKeyState = builder.enumType('RootKeyState', {
  description: 'What a root key is for. All but `CURRENT` occur only during a rotation.',
  values: {
    CURRENT: { value: 'current', description: 'New values are encrypted under it.' },
    NEXT: { value: 'next', description: 'Every process loads it. It encrypts nothing yet.' },
    OLD: { value: 'old', description: 'It is removed when no value is left under it.' },
  } satisfies Record<
    Uppercase<RootKeyFactsState>,
    { value: RootKeyFactsState; description: string }
  >,
});

export const RootKey = builder.objectRef<RootKeyFacts>('RootKey').implement({
  description:
    'Root key of the database: key material and other secrets are encrypted under it. It is never in an answer.',
  fields: (t) => ({
    rootKeyId: t.exposeString('id', { description: 'Id of the root key: a UUID. No secret.' }),
    isCurrent: t.boolean({
      description: 'Whether new values are encrypted under it.',
      resolve: ({ state }) => state === 'current',
    }),
    state: t.expose('state', { type: RootKeyState, description: 'What it is for now.' }),
    provider: t.exposeString('provider', {
      description: 'Kind of its source: `key`, `passphrase` or `pkcs11`.',
    }),
    creationDate: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When it was added to the database.',
    }),
    valueCount: t.float({
      nullable: true,
      description: `Number of rows of all accounts with a secret or a MAC under it. ${COUNTED}`,
      complexity,
      resolve: ({ countValues }) => countValues(),
    }),
  }),
});

type Phase = (typeof ROTATION_PHASES)[number];

const RotationPhase = builder.enumType('RootKeyRotationPhase', {
  description: 'What happens in a rotation.',
  values: {
    STAGED: {
      value: 'staged',
      description:
        'Every process loads the next root key. The rotation can be cancelled by `npm run root-key -- cancel`.',
    },
    RENEWING: {
      value: 'renewing',
      description: 'The next root key is the current one, and all values are encrypted under it.',
    },
  } satisfies Record<Uppercase<Phase>, { value: Phase; description: string }>,
});

export const RootKeyRotation = builder.objectRef<RotationFacts>('RootKeyRotation').implement({
  description:
    'Rotation of the root key that is in progress. If its command was stopped, `npm run root-key -- rotate` continues it.',
  fields: (t) => ({
    startTime: t.expose('startedAt', {
      type: 'DateTime',
      description: 'When the next root key was staged.',
    }),
    phase: t.expose('phase', { type: RotationPhase, description: 'What happens now.' }),
    fromRootKeyId: t.string({
      description: 'Id of the root key that is replaced.',
      resolve: ({ from }) => from.id,
    }),
    toRootKeyId: t.string({
      description: 'Id of the root key that replaces it.',
      resolve: ({ to }) => to.id,
    }),
    waitsFor: t.exposeStringList('waitsFor', {
      description:
        'Names of the processes that have not loaded the next root key yet, or do not encrypt under it yet.',
    }),
    rewrapped: t.float({
      nullable: true,
      description: `Number of values that are under the new root key. ${COUNTED}`,
      complexity,
      resolve: ({ to }) => to.countValues(),
    }),
    total: t.float({
      nullable: true,
      description: `Number of values under both root keys. ${COUNTED}`,
      complexity,
      resolve: async ({ from, to }) => {
        const counts = await Promise.all([from.countValues(), to.countValues()]);
        return counts[0] + counts[1];
      },
    }),
  }),
});
