import type { z } from 'zod';
import type { Declared, KeyRow, KeyRule } from './operation.ts';
import type { Loose } from './parse.ts';

/** The input that an operation takes from a surface that has types. */
export type InputOf<O> = O extends { readonly input: infer I extends z.ZodObject }
  ? Loose<z.input<I>>
  : never;

type Handled<O> = O extends { readonly handler: (...args: never[]) => infer R }
  ? Awaited<R>
  : unknown;

/** The answer of an operation: its declared output, and the rows that GraphQL shows as nodes. */
export type AnswerOf<O> = O extends { readonly output: infer Out extends z.ZodObject }
  ? Declared<z.output<Out>> &
      Pick<Handled<O>, Extract<keyof Handled<O>, 'actedOn' | 'nodes'>> &
      (O extends { readonly key: KeyRule }
        ? { readonly key: KeyRow }
        : Pick<Handled<O>, Extract<keyof Handled<O>, 'key'>>)
  : never;
