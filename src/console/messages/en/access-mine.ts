export const mine = {
  title: 'My credentials',
  about: 'Access keys and API tokens by which you call. You are',
  root: 'The access keys of the root identity are listed by the command npm run access-key -- list. Keep them for emergencies, and give people and programs users.',
  role: 'You are signed in as a session of a role, which has no access keys and no API tokens.',
};
