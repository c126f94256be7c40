export const session = {
  title: 'Sign in to Keywright',
  again:
    'Your session has ended. Sign in again to go on: what you typed on this page is kept, except secrets.',
  accessKey: 'Access key',
  accessKeyId: 'Access key id',
  accessKeySecret: 'Access key secret',
  token: 'API token',
  tokenHint: 'It begins with kwt_.',
  link: 'Sign-in link',
  linkHint: 'Open a link that npm run sign-in-link has printed. It works once, within ten minutes.',
  with: 'Sign in with {issuer}',
  signIn: 'Sign in',
  kept: 'What you type becomes a session of the server at once. The page keeps nothing of it.',
};
