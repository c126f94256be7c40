import { QUOTA_POOLS } from '#domain/quotas.ts';
import { createReadLog } from '#pipeline/audit-reads.ts';
import type { Call, Services } from '#pipeline/call.ts';
import type { AnswerOf, InputOf } from '#pipeline/inferred.ts';
import { may } from '#pipeline/may.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { perform as performCall } from '#pipeline/perform.ts';
import { createReads, type Reads } from '#pipeline/read.ts';
import type { GraphqlCall } from './call.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** Where a GraphqlCall keeps the call that it was made of. Not exported: a resolver cannot reach the services by it. */
const CALL = Symbol('call');
type Bound = GraphqlCall & { readonly [CALL]: Call };

/** The call of one GraphQL request. @param limits how deep and how costly its query may be */
export function createCall(call: Call, limits: GraphqlCall['limits']): GraphqlCall {
  const { requestId, principal, performed, services } = call;
  const readLog = createReadLog(call);
  const bound: Bound = {
    requestId,
    principal,
    performed,
    region: services.region,
    may: (actions, resource) => may(call, actions, resource),
    clock: services.clock,
    ...readsWhenUsed(() => createReads(call, readLog, createLoaders)),
    commitReads: readLog.commit,
    limits,
    counts: new Map(),
    [CALL]: { ...call, readLog },
  };
  return bound;
}

/**
 * What a call for an event of a subscription has of its own: its reads are part of the subscription, which was counted and
 * audited when it began. Otherwise an audited stream of audit events would feed itself.
 */
export function quietServices(services: Services) {
  const meter = { operation: () => {}, refused: () => {} };
  const quiet: Services = { ...services, meter, auditReads: false, noteUse: () => {} };
  return {
    services: quiet,
    get performed(): string[] {
      return [];
    },
    get countedIn() {
      return new Set(QUOTA_POOLS);
    },
  };
}

/** Reads whose loaders are made for the first of them: most mutations read nothing in this way. */
function readsWhenUsed(make: () => Reads<Loaders>): Reads<Loaders> {
  let made: Reads<Loaders> | undefined;
  const reads = () => {
    made ??= make();
    return made;
  };
  return {
    read: (operation, input) => reads().read(operation, input),
    readNode: (operation, find, inputOf) => reads().readNode(operation, find, inputOf),
    readKey: (operation, keyId) => reads().readKey(operation, keyId),
    readOf: (operation, key) => reads().readOf(operation, key),
    readRow: (operation, find) => reads().readRow(operation, find),
    follow: async (operation, operations, from) => reads().follow(operation, operations, from),
    readList: (operation) => reads().readList(operation),
  };
}

/** Performs an operation, as `perform` of the pipeline does. @throws KmsError */
export const perform = async <O extends AnyOperation>(
  operation: O,
  call: GraphqlCall,
  input: InputOf<O>,
): Promise<AnswerOf<O>> =>
  (await (performCall as PerformAny)(operation, (call as Bound)[CALL], input)) as AnswerOf<O>;

/** The pipeline's `perform` without the types of one operation, which `InputOf` and `AnswerOf` state instead. */
type PerformAny = (operation: AnyOperation, call: Call, input: object) => Promise<unknown>;
