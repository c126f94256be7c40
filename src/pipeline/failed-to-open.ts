import { InvalidParameterError } from '#domain/errors.ts';

/** The one answer to a blob that does not open, whatever the cause: an answer that told causes apart would be an oracle. */
export const failedToOpen = (): InvalidParameterError =>
  new InvalidParameterError(
    'ciphertextBlob',
    'It does not open: give it as it was returned, with the encryption context that it was sealed with.',
  );
