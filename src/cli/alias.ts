// npm run alias -- create | move | delete: aliases as the operator makes them, beside a running server.
import { parseArgs } from 'node:util';
import { environment, readConfig } from '#config/config.ts';
import { parseKeyReference } from '#domain/key-reference.ts';
import { createAlias } from '#operations/alias/create-alias.ts';
import { deleteAlias } from '#operations/alias/delete-alias.ts';
import { updateAlias } from '#operations/alias/update-alias.ts';
import type { Call } from '#pipeline/call.ts';
import { perform } from '#pipeline/perform.ts';
import { attachStore } from '#store/open-store.ts';
import { asCalledHere } from './command-text.ts';
import { exitWithError } from './exit-with-error.ts';
import { openOperatorCall } from './operator-call.ts';

const USAGE = `Usage: npm run alias -- create <alias> --key <key id>
       npm run alias -- move <alias> --key <key id>
       npm run alias -- delete <alias>
Callers make their own aliases. Only this command makes those that begin with alias/acs/.`;

type Work = (call: Call) => Promise<string>;

/** What the arguments ask for; undefined where they ask for nothing that there is. */
function readWork(args: readonly string[]): Work | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { key: { type: 'string' } },
    allowPositionals: true,
  });
  const [command, aliasName, ...rest] = positionals;
  const { key = '' } = values;
  if (!aliasName || rest.length > 0) return undefined;
  if (command === 'delete' && !key)
    return async (call) => {
      await perform(deleteAlias, call, { aliasName });
      return `Deleted ${aliasName}. The key that it named stays.`;
    };
  if ((command !== 'create' && command !== 'move') || !key) return undefined;
  return async (call) => {
    await perform(command === 'create' ? createAlias : updateAlias, call, {
      aliasName,
      keyId: parseKeyReference(key),
    });
    return `${aliasName} names the key ${key}.`;
  };
}

function workOf(args: readonly string[]): Work | undefined {
  try {
    return readWork(args);
  } catch {
    return undefined; // an option that there is not
  }
}

async function main(work: Work): Promise<void> {
  const config = readConfig(environment());
  await using store = await attachStore({
    ...config,
    report: () => {},
    notice: (what) => console.error(what),
  });
  const { call, opened } = await openOperatorCall(store, config);
  await using _opened = opened;
  console.log(await work(call));
}

const work = workOf(process.argv.slice(2));
if (!work) {
  console.error(asCalledHere(USAGE));
  process.exitCode = 2;
} else {
  try {
    await main(work);
  } catch (error) {
    exitWithError('The alias is as it was.', error);
  }
}
