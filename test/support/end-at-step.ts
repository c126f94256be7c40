// Loaded into a command by NODE_OPTIONS: ends it at a chosen step of its work on files, so that every point at which a
// process can die is tried, and none by chance.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type Step = (...args: unknown[]) => unknown;
const functions = fs as unknown as Record<string, Step>;
const killBefore = Number(process.env.TEST_KILL_BEFORE_STEP);
const interruptAfter = Number(process.env.TEST_INTERRUPT_AFTER_STEP);
let steps = 0;

for (const name of ['mkdtempSync', 'chmodSync', 'fsyncSync', 'linkSync', 'rmSync', 'renameSync']) {
  const original = functions[name] as Step;
  functions[name] = (...args) => {
    steps += 1;
    if (steps === killBefore) process.kill(process.pid, 'SIGKILL');
    if (steps === interruptAfter) setImmediate(() => process.kill(process.pid, 'SIGINT'));
    return original(...args);
  };
}
syncBuiltinESMExports();
