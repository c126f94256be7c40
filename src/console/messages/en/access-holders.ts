export const holders = {
  title: 'Who has it',
  name: 'Name',
  type: 'Type',
  user: 'User',
  role: 'Role',
  since: 'Attached',
  empty: 'Nobody has this policy.',
};
