import { createReadLog } from '#pipeline/audit-reads.ts';
import type { Call } from '#pipeline/call.ts';
import type { AnswerOf, InputOf } from '#pipeline/inferred.ts';
import { may } from '#pipeline/may.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { perform as performCall } from '#pipeline/perform.ts';
import { createReads } from '#pipeline/read.ts';
import type { GraphqlCall } from './call.ts';
import { createLoaders } from './loaders.ts';

/** Where a GraphqlCall keeps the call that it was made of. Not exported: a resolver cannot reach the services by it. */
const CALL = Symbol('call');
type Bound = GraphqlCall & { readonly [CALL]: Call };

/** The call of one GraphQL request. @param limits how deep and how costly its query may be */
export function createCall(call: Call, limits: GraphqlCall['limits']): GraphqlCall {
  const { requestId, principal, performed, services } = call;
  const reads = createReadLog(call);
  const bound: Bound = {
    requestId,
    principal,
    performed,
    region: services.region,
    may: (actions, resource) => may(call, actions, resource),
    clock: services.clock,
    ...createReads(call, reads, createLoaders),
    commitReads: reads.commit,
    limits,
    counts: new Map(),
    [CALL]: { ...call, readLog: reads },
  };
  return bound;
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
