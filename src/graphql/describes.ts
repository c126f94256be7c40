import { type AnyOperation, actionOf } from '#pipeline/operation.ts';

type Described = Pick<
  AnyOperation,
  'name' | 'summary' | 'needsPermission' | 'service' | 'permission' | 'key'
>;

/** Description of a field that performs an operation. The field is null when it fails, and the other fields still run. */
export const describes = (operation: Described) => ({
  description:
    operation.needsPermission === false
      ? operation.summary
      : `${operation.summary} Needs the permission \`${actionOf(operation)}\`.`,
  nullable: true as const,
});
