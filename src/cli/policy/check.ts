import type { PolicyKind } from '#domain/policy/policy-kinds.ts';
import type { CommonOptions, Report } from '../command/program.ts';
import { readInput } from '../command/read-input.ts';
import { checkDocument, formatError, formatWarning } from './check-document.ts';

/** `check <file>`. It needs no database. */
export function check(
  { kind }: CommonOptions & { readonly kind: PolicyKind },
  file: string,
): Report {
  const text = readInput(file);
  const { error, warnings } = checkDocument(text, kind);
  const lines = warnings.map((warning) => formatWarning(file, warning));
  const errors = error
    ? [
        {
          place: error.place,
          line: error.line,
          column: error.column,
          problem: error.problem,
          advice: error.advice,
        },
      ]
    : [];
  const verdict = error ? formatError(file, text, error) : 'The policy is valid.';
  return {
    json: { valid: !error, errors, warnings },
    text: [...lines, verdict].join('\n'),
    failed: error !== undefined,
  };
}
