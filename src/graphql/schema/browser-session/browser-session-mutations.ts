import { deleteSignInLink } from '#operations/browser-session/delete-sign-in-link.ts';
import { endBrowserSession } from '#operations/browser-session/end-browser-session.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { perform } from '../../perform.ts';

const EndBrowserSessionPayload = builder
  .objectRef<{ readonly sessionId: string }>('EndBrowserSessionPayload')
  .implement({
    description: 'Ended browser session.',
    fields: (t) => ({
      endedSessionId: t.exposeString('sessionId', { description: 'Id that it had.' }),
    }),
  });

const EndBrowserSessionInput = builder.inputType('EndBrowserSessionInput', {
  description: 'The session whose next call is to be refused.',
  fields: (t) => ({
    sessionId: t.string({ required: true, description: 'Id that `browserSessions` returned.' }),
  }),
});

builder.mutationField('endBrowserSession', (t) =>
  t.field({
    ...describes(endBrowserSession),
    type: EndBrowserSessionPayload,
    args: { input: inputArg(t, EndBrowserSessionInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(endBrowserSession, call, input)).nodes,
  }),
);

const DeleteSignInLinkPayload = builder
  .objectRef<{ readonly linkId: string }>('DeleteSignInLinkPayload')
  .implement({
    description: 'Deleted sign-in link.',
    fields: (t) => ({
      deletedLinkId: t.exposeString('linkId', { description: 'Id that it had.' }),
    }),
  });

const DeleteSignInLinkInput = builder.inputType('DeleteSignInLinkInput', {
  description: 'The link with which nobody shall sign in any more.',
  fields: (t) => ({
    linkId: t.string({ required: true, description: 'Id that `signInLinks` returned.' }),
  }),
});

builder.mutationField('deleteSignInLink', (t) =>
  t.field({
    ...describes(deleteSignInLink),
    type: DeleteSignInLinkPayload,
    args: { input: inputArg(t, DeleteSignInLinkInput) },
    resolve: async (_root, { input }, call) => (await perform(deleteSignInLink, call, input)).nodes,
  }),
);
