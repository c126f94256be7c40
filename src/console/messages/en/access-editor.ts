export const editor = {
  valid: 'Valid JSON.',
  tooLong: 'The policy has {length, number} characters; at most {max, number} are possible.',
  length: '{length, number} of {max, number} characters',
  format: 'Format',
};
