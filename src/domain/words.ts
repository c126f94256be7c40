/** `keyId` as the wire writes it: `KeyId`. */
export const pascalCase = (name: string): string =>
  `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
