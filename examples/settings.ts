// What the examples need to know: the access key, as `npm start` printed it, and where the server is.
const { KEYWRIGHT_ACCESS_KEY_ID: id, KEYWRIGHT_ACCESS_KEY_SECRET: secret, KEYWRIGHT_URL } = process.env;

if (!id || !secret) {
  console.error('Set KEYWRIGHT_ACCESS_KEY_ID and KEYWRIGHT_ACCESS_KEY_SECRET to the access key that the first npm start showed.');
  process.exit(1);
}

export const accessKey = { id, secret };
export const url = KEYWRIGHT_URL ?? 'http://127.0.0.1:4000';
