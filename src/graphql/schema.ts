import './scalars.ts';
import './key.ts';
import './keys.ts';
import './account.ts';
import './alias.ts';
import './asymmetric.ts';
import './cryptography.ts';
import './data-keys.ts';
import './deletion-impact.ts';
import './key-states.ts';
import './key-version.ts';
import './material-import.ts';
import './tag.ts';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './builder.ts';
import { describeRelay } from './relay-descriptions.ts';

/** The schema, of all nouns. */
export const schema = describeRelay(builder.toSchema());

/** As it is committed in schema.graphql: the contract, read in every review. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
