import { KmsError, MissingParameterError } from '#domain/errors.ts';
import { findOperation } from '#operations/registry.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { Signed } from './signed.ts';

const API_VERSION = '2016-01-20';

/**
 * The operation that a request names.
 * @throws MissingParameterError, KmsError `InvalidVersion`, `InvalidAction.NotFound`
 */
export function chooseOperation({
  action,
  version,
}: Pick<Signed, 'action' | 'version'>): AnyOperation {
  if (!action) throw new MissingParameterError('Action');
  if (!version) throw new MissingParameterError('Version');
  if (version !== API_VERSION)
    throw new KmsError(
      'InvalidVersion',
      `Specified parameter Version is not valid. Use ${API_VERSION}.`,
    );
  const operation = findOperation(action);
  if (!operation)
    throw new KmsError(
      'InvalidAction.NotFound',
      'Specified api is not found, please check your url and method.',
    );
  return operation;
}
