import { z } from 'zod';
import { sized } from '#pipeline/sizes.ts';

const MAX_ID_CHARACTERS = 64;

// These ids are kept in audit rows. A caller who gives the secret in place of its id gets an error before there is a row.
const idOf = (form: RegExp, error: string) =>
  sized(z.string({ error }).regex(form, { error }), MAX_ID_CHARACTERS);

/** `tok-` and a UUID. */
export const apiTokenId = idOf(
  /^tok-[0-9a-z-]{1,36}$/,
  'Give the id of the token, which begins with tok-, and not the token itself.',
);

/** A UUID: of a browser session or of a sign-in link. */
export const signInId = idOf(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'Give the id from the list, which is a UUID, and not the cookie or the link itself.',
);
