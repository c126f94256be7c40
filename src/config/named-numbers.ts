import { z } from 'zod';

type Numbers = Readonly<Partial<Record<string, number>>>;

interface NamedNumbersOptions<Values> {
  /** Sets of values that one word stands for. The first word is the default. */
  readonly words: Readonly<Record<string, Values>>;
  readonly names: readonly string[];
  readonly max: number;
}

/**
 * A set of values that a word stands for, single values, or the word with values that replace some of its own:
 * `cloud`, `reads=20`, `cloud,reads=20`. A name that occurs twice is refused.
 */
export function namedNumbers<Values extends object>({
  words,
  names,
  max,
}: NamedNumbersOptions<Values>) {
  const [defaultWord = ''] = Object.keys(words);
  return z
    .string()
    .default(defaultWord)
    .transform((text, context): Values => {
      const [first = '', ...rest] = text.split(',').map((part) => part.trim());
      const base = Object.hasOwn(words, first) ? words[first] : undefined;
      const pairs = (base ? rest : [first, ...rest]).map((part) => part.split('='));
      const isValid = ([name = '', digits = '', ...more]: readonly string[]) =>
        names.includes(name) &&
        more.length === 0 &&
        /^[1-9]\d{0,8}$/.test(digits) &&
        Number(digits) <= max;
      const isRepeated = new Set(pairs.map(([name]) => name)).size < pairs.length;
      if (isRepeated || !pairs.every(isValid)) {
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }
      const values: Numbers = Object.fromEntries(
        pairs.map(([name, digits]) => [name, Number(digits)]),
      );
      return { ...(base ?? words[defaultWord]), ...values } as Values;
    });
}
