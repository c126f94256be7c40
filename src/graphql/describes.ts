import type { AnyOperation } from '#pipeline/operation.ts';

type Described = Pick<AnyOperation, 'name' | 'summary' | 'needsPermission'>;

/** What the schema says of a field that performs an operation; a mutation is null when it failed, and takes no neighbour with it. */
export const describes = ({ name, summary, needsPermission }: Described) => ({
  description:
    needsPermission === false ? summary : `${summary} Needs the permission \`kms:${name}\`.`,
  nullable: true as const,
});
