export const service = {
  title: 'Service',
};
