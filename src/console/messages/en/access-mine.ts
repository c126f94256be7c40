export const mine = {
  title: 'My credentials',
  about: 'Access keys and API tokens by which you call. You are',
  root: 'The root identity may do everything in its account. Keep its access keys for emergencies, and give people and programs users.',
  role: 'You are signed in as a session of a role, which has no access keys and no API tokens.',
};
