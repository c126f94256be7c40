// npm run alias -- create | move | delete: manages aliases as the operator. A server can run meanwhile.
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
Callers create their own aliases. Only this command creates aliases that begin with alias/acs/.`;

type Work = (call: Call) => Promise<string>;

/**
 * The command in the arguments; undefined where they are invalid.
 * @throws where there is an unknown option
 */
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
      return `Deleted ${aliasName}. Its key is not changed.`;
    };
  if ((command !== 'create' && command !== 'move') || !key) return undefined;
  return async (call) => {
    await perform(command === 'create' ? createAlias : updateAlias, call, {
      aliasName,
      keyId: parseKeyReference(key),
    });
    return `${aliasName} is an alias of the key ${key}.`;
  };
}

function tryToReadWork(args: readonly string[]): Work | undefined {
  try {
    return readWork(args);
  } catch {
    return undefined; // an unknown option
  }
}

async function main(work: Work): Promise<void> {
  const config = readConfig(environment());
  await using store = await attachStore({
    ...config,
    report: () => {},
    notice: (what) => console.error(what),
  });
  const { call, resources } = await openOperatorCall(store, config);
  await using _resources = resources;
  console.log(await work(call));
}

const work = tryToReadWork(process.argv.slice(2));
if (!work) {
  console.error(asCalledHere(USAGE));
  process.exitCode = 2;
} else {
  try {
    await main(work);
  } catch (error) {
    exitWithError('The alias was not changed.', error);
  }
}
