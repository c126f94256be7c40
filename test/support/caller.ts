import { graphqlCaller } from './caller/graphql-caller.ts';
import { rpcCaller } from './caller/rpc-caller.ts';
import type { Caller } from './caller/views.ts';
import type { Credential, Kms } from './kms.ts';
import type { Surface } from './surfaces.ts';

export { outcomeOf, Refused, refusalOf } from './caller/refused.ts';
export type { AliasView, Caller, KeyInput, KeyView, VersionView } from './caller/views.ts';
export { contextJson, type Pairs } from './operation/spell.ts';
export { SURFACES, type Surface } from './surfaces.ts';

/** The operations, called by one surface as one principal, so that a scenario is written once for both. */
export const caller = (surface: Surface, kms: Kms, credential: Credential): Caller =>
  surface === 'graphql' ? graphqlCaller(kms, credential) : rpcCaller(kms, credential);
