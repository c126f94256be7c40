import { KmsError, MissingParameterError } from '#domain/errors.ts';
import { findOperation } from '#operations/registry.ts';
import type { AnyOperation, Service } from '#pipeline/operation.ts';
import type { Signed } from './signed.ts';

/** The services by the versions of their APIs. */
const SERVICE_OF_VERSION: ReadonlyMap<string, Service> = new Map([
  ['2016-01-20', 'kms'],
  ['2015-05-01', 'ram'],
  ['2015-04-01', 'sts'],
]);
const VERSIONS = '2016-01-20 for KMS, 2015-05-01 for RAM, 2015-04-01 for STS';

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
  const service = SERVICE_OF_VERSION.get(version);
  if (!service)
    throw new KmsError(
      'InvalidVersion',
      `Specified parameter Version is not valid. Use ${VERSIONS}.`,
    );
  const operation = findOperation(service, action);
  if (!operation || operation.graphqlOnly)
    throw new KmsError(
      'InvalidAction.NotFound',
      'Specified api is not found, please check your url and method.',
    );
  return operation;
}
