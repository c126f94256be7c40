import type { ResultOf } from 'gql.tada';
import { type EncryptVariables, graphql } from './keys.ts';

const Key = graphql(`query TadaKey { key(keyId: "alias/a") { keyId keyState } }`);
declare const answer: ResultOf<typeof Key>;

export const keyIsNullable: string = answer.key.keyId;
export const noSuchState: 'Frozen' | undefined = answer.key?.keyState;
export const noPlaintext: EncryptVariables = { input: { keyId: 'alias/a' } };
