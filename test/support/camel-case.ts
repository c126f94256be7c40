/** `KeyId` as GraphQL writes it: `keyId`. */
export const camelCase = (name: string): string =>
  `${name[0]?.toLowerCase() ?? ''}${name.slice(1)}`;
