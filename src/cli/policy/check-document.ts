import { parsePolicy } from '#domain/policy/parse-policy.ts';
import { PolicyError } from '#domain/policy/policy-error.ts';
import type { PolicyKind } from '#domain/policy/policy-kinds.ts';
import { type PolicyWarning, warningsOf } from '#domain/policy/policy-warnings.ts';
import { DESTINATION } from '#operations/cryptography/re-encrypt.ts';
import { OPERATIONS } from '#operations/registry.ts';
import { actionOf } from '#pipeline/operation.ts';
import { CommandError } from '../command/command-error.ts';
import { readInput } from '../command/read-input.ts';

/** ReEncrypt checks two permissions. Its record has the one for the key that it decrypts with. */
const KNOWN_ACTIONS = [...new Set(OPERATIONS.map(actionOf)), `kms:${DESTINATION.action}`];

/** The result of checking a document. */
export interface Checked {
  /** The first error. A document that has one is not parsed further. */
  readonly error: PolicyError | undefined;
  readonly warnings: readonly PolicyWarning[];
}

/** Checks a document. Warnings are about entries that have no effect in this service. */
export function checkDocument(text: string, kind: PolicyKind): Checked {
  try {
    return { error: undefined, warnings: warningsOf(parsePolicy(text, kind), KNOWN_ACTIONS) };
  } catch (error) {
    if (error instanceof PolicyError) return { error, warnings: [] };
    throw error;
  }
}

/** At most so many characters of a line are shown, around its error. */
const MAX_SHOWN = 100;

/** An error, with its line and a caret below its column. */
export function formatError(file: string, text: string, error: PolicyError): string {
  const { line, column, place, problem, advice } = error;
  const source = text.split('\n')[line - 1] ?? '';
  const start = Math.max(0, column - 1 - MAX_SHOWN / 2);
  // Escape sequences in a file must not reach the terminal. A control character is one column, as in the error.
  const shown = source.slice(start, start + MAX_SHOWN).replaceAll(/\p{Cc}/gu, ' ');
  const margin = `${line} | `;
  const caret = `${' '.repeat(margin.length + column - 1 - start)}^`;
  const name = file === '-' ? 'standard input' : file;
  return `${name}:${line}:${column}: ${place || 'Policy'}: ${problem} ${advice}\n${margin}${shown.trimEnd()}\n${caret}`;
}

/** A warning as a line. */
export const formatWarning = (file: string, { place, text }: PolicyWarning): string =>
  `${file === '-' ? 'standard input' : file}: ${place}: warning: ${text}`;

/**
 * The document in a file, which has no error. Writes its warnings to standard error.
 * @throws CommandError with the place of an error
 */
export function readDocument(file: string, kind: PolicyKind): string {
  const text = readInput(file);
  const { error, warnings } = checkDocument(text, kind);
  if (error) throw new CommandError(`The policy is not valid.\n${formatError(file, text, error)}`);
  for (const warning of warnings) console.error(formatWarning(file, warning));
  return text;
}
