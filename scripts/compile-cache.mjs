// For `node --import`, before any other module is loaded: keeps what Node has compiled for the next process. It is code, so
// it is kept beside the code: an account that can write there can change the service anyway. Where this account cannot
// write, nothing is kept. NODE_COMPILE_CACHE names another folder.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

if (!process.env.NODE_COMPILE_CACHE)
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/keywright', import.meta.url)));
