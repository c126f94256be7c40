import { parsePrincipal } from '../arn.ts';
import type { StatementPrincipal } from './compiled-policy.ts';
import type { JsonNode } from './json-reader.ts';
import { PolicyError } from './policy-error.ts';
import { readList, readObject, readString } from './read-node.ts';

const EXAMPLE = '{"RAM": ["acs:ram::1234567890123456:user/alice"]}';

/** Compiles the Principal element of a key policy or a trust policy. */
export function parsePrincipals(node: JsonNode): StatementPrincipal[] {
  const { members } = readObject(node, EXAMPLE);
  for (const [type, value] of members)
    if (type !== 'RAM')
      throw new PolicyError(
        value,
        'Only principals of type RAM are supported; there are no services and identity providers.',
        `Write ${EXAMPLE}.`,
      );
  return [...members.values()].flatMap((list) =>
    readList(list, EXAMPLE).map((item) => {
      const arn = readString(item, EXAMPLE);
      const principal = parsePrincipal(arn);
      if (!principal)
        throw new PolicyError(
          item,
          'This is not the ARN of an account, a user or a role.',
          'Write acs:ram::<account id>:root, …:user/<name> or …:role/<name>, without wildcards in names.',
        );
      return { ...principal, arn };
    }),
  );
}
