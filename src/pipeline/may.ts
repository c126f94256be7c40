import { InvalidParameterError, KmsError } from '#domain/errors.ts';
import { parseKeyReference } from '#domain/key-reference.ts';
import { locateById } from '#store/read/locate.ts';
import { authorizeResource } from './authorize.ts';
import type { Call } from './call.ts';
import { refusalOf } from './key-access.ts';

const MAX_ACTIONS = 50;
const MAX_CHARACTERS = 1_024;

/** An action, and whether the caller is allowed to do it. */
export interface MayAnswer {
  readonly action: string;
  readonly isAllowed: boolean;
}

/**
 * Whether the caller is allowed to do things with a resource, for pages that show only what works. A key that does not
 * exist is answered as one that is forbidden would be.
 * @throws InvalidParameterError
 */
export async function may(
  call: Call,
  actions: readonly string[],
  resource: string,
): Promise<MayAnswer[]> {
  if (actions.length > MAX_ACTIONS)
    throw new InvalidParameterError('actions', `Ask for at most ${MAX_ACTIONS} actions.`);
  if ([resource, ...actions].some(({ length }) => length > MAX_CHARACTERS))
    throw new InvalidParameterError('resource', `Give at most ${MAX_CHARACTERS} characters.`);
  const { services, principal } = call;
  const now = services.clock();
  const reference = parseKeyReference(resource);
  const isKey = reference.names === 'key' && reference.owner !== null;
  const { region } = services;
  const isHere = isKey && reference.owner?.region === region;
  const accountId = reference.owner?.accountId ?? principal.accountId;
  const found = isHere
    ? await locateById(services.lookups, { accountId, region, now }, reference.name)
    : null;
  const refusal = async (action: string): Promise<KmsError | undefined> => {
    if (isKey) return refusalOf(call, now, { action, name: reference, found });
    try {
      authorizeResource(call, now, action, resource);
      return undefined;
    } catch (error) {
      if (error instanceof KmsError) return error;
      throw error;
    }
  };
  return Promise.all(
    actions.map(async (action) => ({ action, isAllowed: (await refusal(action)) === undefined })),
  );
}
