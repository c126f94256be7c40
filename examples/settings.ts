import { existsSync, readFileSync } from 'node:fs';

// What the examples need to know: the access key, as `npm start` printed it, and where the server is.
const {
  KEYWRIGHT_ACCESS_KEY_ID: id,
  KEYWRIGHT_ACCESS_KEY_SECRET: secret,
  KEYWRIGHT_URL,
} = process.env;

if (!id || !secret) {
  console.error(
    'Set KEYWRIGHT_ACCESS_KEY_ID and KEYWRIGHT_ACCESS_KEY_SECRET to the access key that the first npm start showed.',
  );
  process.exit(1);
}

export const accessKey = { id, secret };
const ADDRESS = 'data/address';
const running = existsSync(ADDRESS) ? readFileSync(ADDRESS, 'utf8') : 'http://127.0.0.1:4000';
/** KEYWRIGHT_URL, or else the server that runs on the folder `data`. */
export const url = (KEYWRIGHT_URL ?? running).replace(/\/$/, '');
