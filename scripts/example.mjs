// npm run example -- <file>: runs an example with the access key from the environment, or from the file of the first start.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const FIRST = 'data/first-access-key';
if (!process.env.KEYWRIGHT_ACCESS_KEY_ID && existsSync(FIRST)) process.loadEnvFile(FIRST);
await import(resolve(process.argv[2] ?? 'examples/create-key.ts'));
