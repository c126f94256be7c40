/** A camelCase name as RPC writes it: `keyId` becomes `KeyId`. */
export const pascalCase = (name: string): string =>
  `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
