import type { AuditSurface as Surface } from '#domain/audit-events.ts';
import type { CREDENTIAL_TYPES } from '#domain/principal.ts';
import type { AuditOrder as Order } from '#operations/common/audit-query.ts';
import { builder } from '../../builder.ts';

export const AuditSurface = builder.enumType('AuditSurface', {
  description: 'Where an audited operation came from.',
  values: {
    GRAPHQL: { value: 'graphql', description: 'The GraphQL API.' },
    RPC: { value: 'rpc', description: 'The RPC API.' },
    PAGE: { value: 'page', description: 'A page for people, such as that for signing in.' },
    COMMAND: { value: 'command', description: 'A command of the operator.' },
    JOB: { value: 'job', description: 'A job of the server, such as one that destroys keys.' },
    SERVER: { value: 'server', description: 'The server itself, such as its start.' },
  } satisfies Record<Uppercase<Surface>, { value: Surface; description: string }>,
});

export const CredentialType = builder.enumType('CredentialType', {
  description: 'Kind of a credential.',
  values: {
    AccessKey: { description: 'An access key, also one that a browser was signed in with.' },
    RoleSession: { description: 'A security token of AssumeRole.' },
    ApiToken: { description: 'A bearer token that begins with `kwt_`.' },
    OpenIdConnect: { description: 'A token of an OpenID Connect issuer.' },
    Operator: { description: 'A command on a machine that has the root key.' },
  } satisfies Record<(typeof CREDENTIAL_TYPES)[number], object>,
});

export const AuditOrder = builder.enumType('AuditOrder', {
  description: 'Order of audit events: that in which they were recorded.',
  values: {
    NEWEST_FIRST: { description: 'The last event first.' },
    OLDEST_FIRST: { description: 'The first event first.' },
  } satisfies Record<Order, object>,
});
