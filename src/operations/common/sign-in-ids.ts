import { z } from 'zod';
import { isId } from '#domain/id-time.ts';
import { sized } from '#pipeline/sizes.ts';

const MAX_ID_CHARACTERS = 64;

// These ids are kept in audit rows. A caller who gives the secret in place of its id gets an error before there is a row.
const idOf = (isForm: (text: string) => boolean, error: string) =>
  sized(z.string({ error }).refine(isForm, { error }), MAX_ID_CHARACTERS);

/** `tok-` and a UUID. */
export const apiTokenId = idOf(
  (text) => /^tok-[0-9a-z-]{1,36}$/.test(text),
  'Give the id of the token, which begins with tok-, and not the token itself.',
);

/** A UUID: of a browser session or of a sign-in link. */
export const signInId = idOf(
  isId,
  'Give the id from the list, which is a UUID, and not the cookie or the link itself.',
);
