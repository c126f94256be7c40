import { fromBase64 } from './bytes.ts';

/** Ways to enter bytes. */
export const FORMS = ['text', 'base64', 'file'] as const;
/** A way to enter bytes. */
export type Form = (typeof FORMS)[number];

/** Bytes as somebody enters them. */
export interface TypedBytes {
  readonly form: Form;
  /** Text or base64. */
  readonly text: string;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };
}

/** Nothing entered yet. */
export const NO_BYTES: TypedBytes = { form: 'text', text: '' };

/** @returns undefined if what was entered is not base64, or if no file was chosen */
export function bytesOf({ form, text, file }: TypedBytes): Uint8Array<ArrayBuffer> | undefined {
  if (form === 'file') return file?.bytes;
  return form === 'text' ? new TextEncoder().encode(text) : fromBase64(text);
}
