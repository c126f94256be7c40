import { createAccessKey } from '#operations/access-key/create-access-key.ts';
import { perform } from '#pipeline/perform.ts';
import { accessKeyToKeep, keepSecret } from '../command/keep-secret.ts';
import type { Report, Session } from '../command/program.ts';
import { asCalledHere } from '../command-text.ts';
import { type AccessKeyOptions, findAccessKey } from './owner.ts';

/** The options of subcommands that create an access key. */
export interface CreateOptions extends AccessKeyOptions {
  readonly expires?: string;
}

async function createFor({ call, options }: Session<CreateOptions>, userName: string | undefined) {
  const input = { userName, expirationDate: options.expires };
  const { accessKey } = await perform(createAccessKey, call, input);
  return { ...accessKey, userName: userName ?? null };
}

/** `create`: an access key of a user or of the root identity. */
export async function create(session: Session<CreateOptions>): Promise<Report> {
  const accessKey = await createFor(session, session.options.user);
  return { json: { accessKey }, text: keepSecret(session.config, accessKeyToKeep(accessKey)) };
}

/** `rotate <id>`: creates the second access key of the same owner, and tells how to replace the first one. */
export async function rotate(session: Session<CreateOptions>, id: string): Promise<Report> {
  const { call, config, options } = session;
  const { userName } = await findAccessKey(call, id, options);
  const accessKey = await createFor(session, userName);
  const at = options.account === undefined ? '' : ` --account ${options.account}`;
  const commands = {
    disable: asCalledHere(`npm run access-key -- disable ${id}${at}`),
    enable: asCalledHere(`npm run access-key -- enable ${id}${at}`),
    delete: asCalledHere(`npm run access-key -- delete ${id}${at}`),
  };
  return {
    json: { accessKey, replaces: id, next: [commands.disable, commands.delete] },
    text: `${keepSecret(config, accessKeyToKeep(accessKey))}

Next:
1. Give the new access key to everything that uses ${id}.
2. Disable the old one: ${commands.disable}
   If something still needs it, enable it again: ${commands.enable}
3. Delete the old one: ${commands.delete}`,
  };
}
