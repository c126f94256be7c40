import { rotationOf } from '#operations/common/root-key-rotation.ts';
import type { LimitUse, QuotaUse } from '#operations/common/service-limits.ts';
import { describeService } from '#operations/service/describe-service.ts';
import type { DATABASE_KINDS, ServiceFacts } from '#pipeline/service-facts.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { perform } from '../../perform.ts';
import { Quota, ResourceLimit } from './limits.ts';
import { Replica, RootKey, RootKeyRotation } from './root-keys.ts';

interface Described {
  readonly facts: ServiceFacts;
  /** Whether the caller is of the account that the service was set up with. */
  readonly isOperator: boolean;
  readonly quotas: readonly QuotaUse[];
  readonly limits: readonly LimitUse[];
}

const OPERATOR = 'Null for accounts other than that of the deployment.';
/** How many items a list may have, for the cost of a query. */
const items = (multiplier: number) => ({ field: 1, multiplier });

const DatabaseKind = builder.enumType('DatabaseKind', {
  description: 'What the service stores its data in.',
  values: {
    SQLite: { description: 'A file, for one server.' },
    PostgreSQL: { description: 'A database server, which several replicas share.' },
  } satisfies Record<(typeof DATABASE_KINDS)[number], object>,
});

const Clock = builder.objectRef<ServiceFacts>('ServiceClock').implement({
  description: 'Clock of the process that answers.',
  fields: (t) => ({
    skewMilliseconds: t.exposeInt('clockSkewMilliseconds', {
      nullable: true,
      description:
        'This clock minus that of the database, when they were last compared. Null on SQLite, which has no clock of its own.',
    }),
    isTrusted: t.exposeBoolean('isClockTrusted', {
      description:
        'Whether the clock is trusted. On SQLite no key is destroyed, no material expires and no expired row is removed while it is not; see `npm run clock`.',
    }),
  }),
});

const Service = builder.objectRef<Described>('Service').implement({
  description: 'The service, as the process that answers knows it.',
  fields: (t) => ({
    version: t.string({
      description: 'Release of this process.',
      resolve: ({ facts }) => facts.version,
    }),
    databaseKind: t.field({
      type: DatabaseKind,
      description: 'What the service stores its data in, which says how many processes can run.',
      resolve: ({ facts }) => facts.databaseKind,
    }),
    startTime: t.field({
      type: 'DateTime',
      description: 'When this process was started.',
      resolve: ({ facts }) => facts.startedAt,
    }),
    replicaName: t.string({
      nullable: true,
      description: `Name of this process among \`replicas\`. ${OPERATOR}`,
      resolve: ({ facts, isOperator }) => (isOperator ? facts.replicaName : null),
    }),
    isReady: t.boolean({
      description: 'Whether this process can serve requests, as `/readyz` says.',
      resolve: ({ facts }) => facts.problems.length === 0,
    }),
    problems: t.stringList({
      description: 'Why this process is not ready, in sentences. Empty if it is.',
      resolve: ({ facts }) => facts.problems,
    }),
    clock: t.field({
      type: Clock,
      nullable: true,
      description: `Clock of this process. ${OPERATOR}`,
      resolve: ({ facts, isOperator }) => (isOperator ? facts : null),
    }),
    replicas: t.field({
      type: [Replica],
      nullable: true,
      description: `Running processes of the service. ${OPERATOR}`,
      complexity: items(10),
      resolve: ({ facts, isOperator }) => (isOperator ? facts.replicas : null),
    }),
    rootKeys: t.field({
      type: [RootKey],
      nullable: true,
      description: `Root keys of the database, the oldest first. There are two during a rotation. ${OPERATOR}`,
      complexity: items(2),
      resolve: ({ facts, isOperator }) => (isOperator ? facts.rootKeys : null),
    }),
    rootKeyRotation: t.field({
      type: RootKeyRotation,
      nullable: true,
      description: `Rotation of the root key. Null if none is in progress. ${OPERATOR}`,
      resolve: ({ facts, isOperator }) => (isOperator ? rotationOf(facts) : null),
    }),
    quotas: t.field({
      type: [Quota],
      description: 'Quotas of the account, for each pool of operations.',
      complexity: items(10),
      resolve: ({ quotas }) => quotas,
    }),
    limits: t.field({
      type: [ResourceLimit],
      description: 'Limits of what the account can have.',
      complexity: items(7),
      resolve: ({ limits }) => limits,
    }),
  }),
});

builder.queryField('service', (t) =>
  t.field({
    ...describes(describeService),
    type: Service,
    resolve: async (_root, _args, call) => (await perform(describeService, call, {})).nodes,
  }),
);
