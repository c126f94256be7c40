import type { CodegenConfig } from '@graphql-codegen/cli';
import { GRAPHQL_ERROR_CODES } from './src/graphql/error-codes.ts';

const SCALARS = {
  DateTime: 'string',
  Arn: 'string',
  Bytes: 'string',
  KeyId: 'string',
  KeyReference: 'string',
};

/** How documents become types. */
export const CLIENT = {
  preset: 'client',
  presetConfig: { fragmentMasking: false },
  config: {
    documentMode: 'string',
    useTypeImports: true,
    enumType: 'const',
    namingConvention: { enumValues: 'keep' },
    strictScalars: true,
    scalars: SCALARS,
  },
} as const;

/** From the committed schema and the documents of the typed client to types: a wrong document does not compile. */
const config: CodegenConfig = {
  schema: 'src/graphql/schema.graphql',
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'src/generated/documents/': {
      ...CLIENT,
      documents: [
        'examples/*.ts',
        'test/**/*.ts',
        '!test/graphql-clients/tada/**', // typed by gql.tada
        'src/pages/browser/examples.js',
      ],
    },
    // Documents as syntax trees, which need no parser in the browser.
    'src/generated/documents/console/': {
      ...CLIENT,
      config: { ...CLIENT.config, documentMode: undefined, enumType: 'string-literal' },
      documents: ['src/console/**/*.graphql'],
    },
    // Committed: the example also runs where nothing else of this project is installed.
    'examples/react-key-form/src/generated/': {
      ...CLIENT,
      documents: ['examples/react-key-form/src/*.ts'],
    },
    'src/generated/documents/error-codes.ts': {
      plugins: [
        {
          add: {
            content: `/** Every value of \`extensions.code\`, so that a frontend can switch on it. */\nexport const errorCodes = ${JSON.stringify(GRAPHQL_ERROR_CODES)} as const;\nexport type ErrorCode = (typeof errorCodes)[number];\n`,
          },
        },
      ],
    },
  },
};

export default config;
