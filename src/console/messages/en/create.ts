export const create = {
  title: 'Create a key',
};
