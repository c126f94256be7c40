import { useQuery } from 'urql';
import { MayDocument } from '../../generated/documents/console/graphql.ts';

/** Whether an action is allowed; undefined while it is not known. */
export type May = (action: string) => boolean | undefined;

/**
 * What the caller may do with a resource. It only decides what is offered: the server checks each request.
 * @param resource an ARN; for what creates and lists keys `acs:kms:<region>:<account id>:key`; undefined: ask later
 * @param actions at most 50, such as `kms:Encrypt`. Use a constant
 */
export function useMay(resource: string | undefined, actions: readonly string[]): May {
  const [{ data }] = useQuery({
    query: MayDocument,
    variables: { resource: resource ?? '', actions: [...actions] },
    pause: resource === undefined,
  });
  return (action) => data?.viewer.may?.find((one) => one.action === action)?.isAllowed;
}
