import { listBrowserSessions } from '#operations/browser-session/list-browser-sessions.ts';
import { listSignInLinks } from '#operations/browser-session/list-sign-in-links.ts';
import type { BrowserSessionRow, SignInLinkRow } from '#operations/common/browser-session-view.ts';
import { builder } from '../../builder.ts';
import { countOnce } from '../../count-once.ts';
import { describes } from '../../describes.ts';
import { loadEach } from '../../node-fields.ts';
import { orderById } from '../../orders.ts';
import { countAll, PAGES, pageCost, readConnection } from '../../paging.ts';
import { perform } from '../../perform.ts';

const USER_NAME =
  'Name of the user who is signed in. Null: the root identity of the account, or a role.';

const BrowserSession = builder.node(builder.objectRef<BrowserSessionRow>('BrowserSession'), {
  description: 'Signed-in browser.',
  id: {
    resolve: ({ id }) => id,
    description: 'Global id, for `node` and `nodes`. Operations take `sessionId` instead.',
  },
  loadMany: (ids: string[], call) =>
    loadEach(ids, (id) =>
      call.readNode(
        listBrowserSessions,
        ({ session }) => session(id),
        () => ({}),
      ),
    ),
  fields: (t) => ({
    sessionId: t.exposeString('id', { description: 'Id of the session. It is not the cookie.' }),
    isCurrent: t.boolean({
      description: 'Whether this request was made with the session.',
      resolve: ({ id }, _args, { principal }) => principal.credential.browserSessionId === id,
    }),
    accessKeyId: t.string({
      nullable: true,
      description:
        'Id of the access key that it acts by. Null: it was opened with an API token or by OpenID Connect.',
      resolve: ({ accessKeyId }) => accessKeyId || null,
    }),
    apiTokenId: t.exposeString('apiTokenId', {
      nullable: true,
      description: 'Id of the API token that it acts by. Null: it was opened in another way.',
    }),
    userName: t.exposeString('userName', { nullable: true, description: USER_NAME }),
    issuer: t.exposeString('issuer', {
      nullable: true,
      description: 'OpenID Connect issuer. Null: it was opened in another way.',
    }),
    subject: t.exposeString('subject', {
      nullable: true,
      description: 'Subject (`sub`) at the issuer. Null: it was opened in another way.',
    }),
    creationDate: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Time of the sign-in.',
    }),
    expirationDate: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Time at which it ends, if it is not ended before.',
    }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'IP address of the browser at the sign-in.',
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'Header User-Agent of the browser at the sign-in, at most 256 characters.',
    }),
  }),
});

const ORDER = orderById<BrowserSessionRow>('session');

builder.queryField('browserSessions', (t) =>
  t.connection(
    {
      type: BrowserSession,
      nullable: true,
      edgesNullable: { list: false, items: false },
      nodeNullable: false,
      description: `${listBrowserSessions.summary} ${PAGES} Needs the permission \`ram:ListBrowserSessions\`.`,
      complexity: pageCost,
      resolve: (_root, args, call, info) => {
        const { byId, count } = call.read(listBrowserSessions).sessionList;
        return readConnection(args, {
          order: ORDER,
          isDescending: true,
          read: byId,
          count: () => countOnce(call, info, ['browserSessions'], count),
        });
      },
    },
    {
      name: 'BrowserSessionConnection',
      description: 'Page of browser sessions.',
      fields: (t) => ({
        totalCount: t.int({
          description: 'Number of sessions on all pages. Counted only if selected, once per query.',
          resolve: countAll,
        }),
      }),
    },
    { name: 'BrowserSessionEdge', description: 'Browser session with its cursor.' },
  ),
);

const SignInLink = builder.objectRef<SignInLinkRow>('SignInLink').implement({
  description: 'Link that signs a browser in once. The link itself is never shown again.',
  fields: (t) => ({
    linkId: t.exposeString('id', { description: 'Id of the link. It is not its token.' }),
    accessKeyId: t.exposeString('accessKeyId', {
      description: 'Id of the access key that the session will act by.',
    }),
    userName: t.exposeString('userName', { nullable: true, description: USER_NAME }),
    creationDate: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Time at which the link was made.',
    }),
    expirationDate: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Time from which it cannot be used.',
    }),
  }),
});

builder.queryField('signInLinks', (t) =>
  t.field({
    ...describes(listSignInLinks),
    type: [SignInLink],
    complexity: { field: 1, multiplier: 10 },
    resolve: async (_root, _args, call) => (await perform(listSignInLinks, call, {})).nodes.links,
  }),
);
