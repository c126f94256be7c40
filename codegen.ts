import type { CodegenConfig } from '@graphql-codegen/cli';
import { GRAPHQL_ERROR_CODES } from './src/graphql/error-codes.ts';

/** From the committed schema and the documents of the typed client to types: a wrong document does not compile. */
const config: CodegenConfig = {
  schema: 'src/graphql/schema.graphql',
  documents: [
    'examples/**/*.ts',
    'test/**/*.ts',
    '!test/graphql-clients/tada/**', // typed by gql.tada
    'src/pages/browser/examples.js',
  ],
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'src/generated/documents/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        useTypeImports: true,
        enumType: 'const',
        namingConvention: { enumValues: 'keep' },
        strictScalars: true,
        scalars: {
          DateTime: 'string',
          Arn: 'string',
          Bytes: 'string',
          KeyId: 'string',
          KeyReference: 'string',
        },
      },
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
