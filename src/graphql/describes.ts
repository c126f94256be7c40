import type { AnyOperation } from '#pipeline/operation.ts';

type Described = Pick<AnyOperation, 'name' | 'service' | 'summary' | 'needsPermission'>;

/** Description of a field that performs an operation. The field is null when it fails, and the other fields still run. */
export const describes = ({ name, service = 'kms', summary, needsPermission }: Described) => ({
  description:
    needsPermission === false ? summary : `${summary} Needs the permission \`${service}:${name}\`.`,
  nullable: true as const,
});
