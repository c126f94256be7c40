import './scalars.ts';
import './schema/account.ts';
import './schema/alias/alias-lists.ts';
import './schema/alias/alias-mutations.ts';
import './schema/audit/audit-events.ts';
import './schema/browser-session/browser-session-mutations.ts';
import './schema/browser-session/browser-sessions.ts';
import './schema/cryptography/asymmetric-encryption.ts';
import './schema/cryptography/data-keys.ts';
import './schema/cryptography/exported-data-keys.ts';
import './schema/cryptography/re-encrypt.ts';
import './schema/cryptography/signatures.ts';
import './schema/cryptography/symmetric.ts';
import './schema/key/deletion-impact.ts';
import './schema/key/key-mutations.ts';
import './schema/key/key-schedule.ts';
import './schema/key/key-states.ts';
import './schema/key/keys.ts';
import './schema/key/uses-by-day.ts';
import './schema/key-policy.ts';
import './schema/key-version/key-version-mutations.ts';
import './schema/key-version/versions.ts';
import './schema/material-import.ts';
import './schema/policy/role-policies.ts';
import './schema/policy/attached-policies.ts';
import './schema/policy/attachment-mutations.ts';
import './schema/policy/entities.ts';
import './schema/policy/policies.ts';
import './schema/policy/policy-mutations.ts';
import './schema/policy/policy-version-mutations.ts';
import './schema/policy/policy-versions.ts';
import './schema/role/role-mutations.ts';
import './schema/service/service.ts';
import './schema/session/caller-identity.ts';
import './schema/session/session-mutations.ts';
import './schema/tag.ts';
import './schema/user/access-key-mutations.ts';
import './schema/user/api-token-mutations.ts';
import './schema/user/user-mutations.ts';
import './schema/what-if.ts';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './builder.ts';
import { describeSchema } from './describe-schema.ts';

/** The schema, of all nouns. */
export const schema = describeSchema(builder.toSchema());

/** The schema as schema.graphql holds it: the contract, which every review shows. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
