import './scalars.ts';
import './schema/key.ts';
import './schema/keys.ts';
import './schema/account.ts';
import './schema/alias.ts';
import './schema/asymmetric.ts';
import './schema/cryptography.ts';
import './schema/data-keys.ts';
import './schema/deletion-impact.ts';
import './schema/key-states.ts';
import './schema/key-version.ts';
import './schema/material-import.ts';
import './schema/tag.ts';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './builder.ts';
import { describeRelay } from './relay-descriptions.ts';

/** The schema, of all nouns. */
export const schema = describeRelay(builder.toSchema());

/** As it is committed in schema.graphql: the contract, read in every review. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
