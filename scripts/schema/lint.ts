import plugin from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { LINT_RULES } from './lint-rules.ts';

/**
 * What graphql-eslint finds in a schema.
 * @param rules other rules than this project's
 * @returns one line for each finding: its line number, what is wrong and the rule
 */
export async function lintSchema(sdl: string, rules: object = LINT_RULES): Promise<string[]> {
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.graphql'],
      languageOptions: {
        parser: plugin.parser,
        parserOptions: { graphQLConfig: { schema: sdl } },
      },
      plugins: { '@graphql-eslint': { rules: plugin.rules } },
      rules,
    } as ESLint.Options['overrideConfig'] & object,
  });
  const [result] = await eslint.lintText(sdl, { filePath: 'schema.graphql' });
  if (!result) throw new Error('ESLint did not look at the schema.');
  return result.messages.map(
    ({ line, message, ruleId }) => `${line}: ${message.replaceAll('\n', ' ')} (${ruleId})`,
  );
}
