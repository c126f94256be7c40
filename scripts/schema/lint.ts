import plugin from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { ACCEPTED, LINT_RULES } from './lint-rules.ts';

/**
 * What graphql-eslint finds in a schema.
 * @returns one line for each finding: its line number, what is wrong and the rule
 */
export async function lintSchema(
  sdl: string,
  { rules = LINT_RULES, accepted = ACCEPTED }: { rules?: object; accepted?: object } = {},
): Promise<string[]> {
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
  return result.messages
    .map(({ line, message, ruleId }) => ({
      line,
      finding: `${message.replaceAll('\n', ' ')} (${ruleId})`,
    }))
    .filter(({ finding }) => !(finding in accepted))
    .map(({ line, finding }) => `${line}: ${finding}`);
}
