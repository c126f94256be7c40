/** The statements of commits are some dozens. */
const MAX_NAMES = 200;

/** As Prisma's adapter takes a statement that has no name. */
const NO_NAME = '';

interface Query {
  readonly sql: string;
  readonly args: readonly unknown[];
}

/**
 * Names statements, so that each connection prepares a statement once. Those beyond the most names are prepared each
 * time, and so is BEGIN or COMMIT, which costs nothing.
 */
export function statementNames(): (query: Query) => string {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (args.length === 0 || names.size === MAX_NAMES) return NO_NAME;
    const name = `commit ${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}
