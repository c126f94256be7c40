export const tryIt = {
  title: 'Try it',
};
