/** A command cannot do what the operator wants. The message says what to do, and is shown without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
