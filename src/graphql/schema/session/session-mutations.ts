import { assumeRole } from '#operations/session/assume-role.ts';
import { endSessions } from '#operations/session/end-sessions.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { perform } from '../../perform.ts';

interface CredentialsShape {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly expiration: Date;
}

const SessionCredentials = builder.objectRef<CredentialsShape>('SessionCredentials').implement({
  description:
    'Credentials of a session. GraphQL takes id and secret by HTTP Basic, and the security token in the header `x-acs-security-token`.',
  fields: (t) => ({
    accessKeyId: t.exposeString('accessKeyId', {
      description: 'Id of the session: `STS.` and 24 letters and digits.',
    }),
    accessKeySecret: t.exposeString('accessKeySecret', {
      description: 'The secret. Nobody can read it later.',
    }),
    securityToken: t.exposeString('securityToken', {
      description: 'Security token, which each request of the session needs.',
    }),
    expiration: t.expose('expiration', {
      type: 'DateTime',
      description: 'Time from which the credentials are refused.',
    }),
  }),
});

const AssumedRoleUser = builder
  .objectRef<{ readonly arn: string; readonly assumedRoleId: string }>('AssumedRoleUser')
  .implement({
    description: 'Session of a role.',
    fields: (t) => ({
      arn: t.expose('arn', {
        type: 'Arn',
        description: 'ARN of the session: `acs:ram::<account id>:role/<role name>/<session name>`.',
      }),
      assumedRoleId: t.exposeString('assumedRoleId', {
        description: 'Id of the role, `:` and the name of the session.',
      }),
    }),
  });

const AssumeRolePayload = builder
  .objectRef<{
    readonly credentials: CredentialsShape;
    readonly assumedRoleUser: { readonly arn: string; readonly assumedRoleId: string };
  }>('AssumeRolePayload')
  .implement({
    description: 'Session of a role, with its credentials.',
    fields: (t) => ({
      credentials: t.expose('credentials', {
        type: SessionCredentials,
        description: 'The credentials. Keep them now: nobody can read them later.',
      }),
      assumedRoleUser: t.expose('assumedRoleUser', {
        type: AssumedRoleUser,
        description: 'The session.',
      }),
    }),
  });

const AssumeRoleInput = builder.inputType('AssumeRoleInput', {
  description: 'Role to assume, and limits of the session.',
  fields: (t) => ({
    roleArn: t.string({
      required: true,
      description: 'ARN of the role: `acs:ram::<account id>:role/<role name>`.',
    }),
    roleSessionName: t.string({
      required: true,
      description:
        'Name of the session, for the audit log: 2 to 64 letters, digits, `.`, `@`, `-` and `_`.',
    }),
    durationSeconds: t.int({
      description:
        'Duration in seconds: 900 to the `maxSessionDuration` of the role. By default 3600. A session that a session makes ends with it.',
    }),
    policy: t.string({
      description:
        'Session policy, as JSON of up to 2,048 characters: the session may do only what it allows as well.',
    }),
  }),
});

builder.mutationField('assumeRole', (t) =>
  t.field({
    ...describes(assumeRole),
    type: AssumeRolePayload,
    args: { input: inputArg(t, AssumeRoleInput) },
    resolve: (_root, { input }, call) => perform(assumeRole, call, input),
  }),
);

const EndSessionsPayload = builder
  .objectRef<{ readonly sessionsValidAfter: Date }>('EndSessionsPayload')
  .implement({
    description: 'End of the sessions of an account.',
    fields: (t) => ({
      sessionsValidAfter: t.expose('sessionsValidAfter', {
        type: 'DateTime',
        description: 'Sessions that were begun before have ended.',
      }),
    }),
  });

const EndSessionsInput = builder.inputType('EndSessionsInput', {
  description: 'Sessions to end, by the time at which they were begun.',
  fields: (t) => ({
    begunBefore: t.field({
      type: 'DateTime',
      description: 'Time before which they were begun; not in the future. Absent: now.',
    }),
  }),
});

builder.mutationField('endSessions', (t) =>
  t.field({
    ...describes(endSessions),
    type: EndSessionsPayload,
    args: { input: inputArg(t, EndSessionsInput) },
    resolve: (_root, { input }, call) => perform(endSessions, call, input),
  }),
);
