export const links = {
  title: 'Sign-in links',
  about: 'Links that an operator made and that nobody has used yet. Each signs in one browser.',
  who: 'Signs in as',
  createdAt: 'Created',
  until: 'Valid until',
  actions: 'Actions',
  empty: 'There is no unused link.',
  deleteTitle: 'Delete this sign-in link?',
  deleteHint: 'Nobody can sign in with it any more.',
  deleted: 'The sign-in link is deleted.',
};
