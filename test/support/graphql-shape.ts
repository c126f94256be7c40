type Fields = Readonly<Record<string, unknown>>;

/** Moves some fields of an input into an object of their own, or of one within. */
function nest({ ...input }: Fields, fields: readonly string[], wrap: (inner: Fields) => Fields) {
  const moved = Object.entries(input).filter(([name]) => fields.includes(name));
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !fields.includes(name)));
  return { ...rest, ...wrap(Object.fromEntries(moved)) };
}

const dataKey = (input: Fields) =>
  nest(input, ['keySpec', 'numberOfBytes'], (length) =>
    Object.keys(length).length > 0 ? { length } : {},
  );

const SOURCE = ['ciphertextBlob', 'sourceEncryptionContext'];
const PAIR = ['sourceKeyId', 'sourceKeyVersionId', 'sourceEncryptionAlgorithm'];

/** Operations of which GraphQL groups the fields that exclude each other. */
const SHAPES: Readonly<Record<string, (input: Fields) => Fields>> = {
  SetDeletionProtection: (input) =>
    nest(input, ['keyId', 'protectedResourceArn'], (key) => ({ key })),
  UntagResources: (input) => nest(input, ['tagKeys', 'all'], (tags) => ({ tags })),
  GenerateDataKey: dataKey,
  GenerateDataKeyWithoutPlaintext: dataKey,
  GenerateAndExportDataKey: dataKey,
  ReEncrypt: (input) =>
    nest(input, [...SOURCE, ...PAIR], (fields) => ({
      source: PAIR.some((name) => name in fields) ? { asymmetric: fields } : { blob: fields },
    })),
};

/** An operation's own input in the shape of its GraphQL input type. */
export const graphqlShape = (operation: string, input: Fields): Fields =>
  SHAPES[operation]?.(input) ?? input;
