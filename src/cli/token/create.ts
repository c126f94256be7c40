import { createApiToken } from '#operations/api-token/create-api-token.ts';
import { perform } from '#pipeline/perform.ts';
import { keepSecret } from '../command/keep-secret.ts';
import type { CommonOptions, Report, Session } from '../command/program.ts';
import { readInput } from '../command/read-input.ts';

interface CreateOptions extends CommonOptions {
  readonly user?: string;
  readonly expires?: string;
  readonly policy?: string;
}

/** `create <name>`: an API token of a user or of the root identity. */
export async function create(
  { call, config, options }: Session<CreateOptions>,
  name: string,
): Promise<Report> {
  const { user: userName, expires: expirationDate, policy: file } = options;
  const policy = file === undefined ? undefined : readInput(file);
  const input = { userName, name, policy, expirationDate };
  const { apiToken, token } = await perform(createApiToken, call, input);
  const kept = {
    what: `API token ${apiToken.tokenId}`,
    file: `token-${apiToken.tokenId}`,
    content: `KEYWRIGHT_TOKEN=${token}\n`,
    secret: token,
    show: (secret: string) => ({ 'Token id': apiToken.tokenId, Token: secret }),
  };
  return { json: { apiToken: { ...apiToken, userName, token } }, text: keepSecret(config, kept) };
}
