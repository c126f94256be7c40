import type { ServiceQuery } from '../../generated/documents/console/graphql.ts';

/** What the server says of itself. */
export type ServiceFacts = NonNullable<ServiceQuery['service']>;
/** A rotation of the root key that is running. */
export type Rotation = NonNullable<ServiceFacts['rootKeyRotation']>;
