/** A refusal, whichever surface it came by. */
export class Refused extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly requestId: string | undefined;

  constructor(code: string, message: string, requestId?: string, field?: string) {
    super(message);
    this.code = code;
    this.requestId = requestId;
    this.field = field;
  }
}

/** The code that a call was refused with; fails when it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
  throw new Error('The call was not refused');
}

/** `ok`, or the code that a call was refused with. */
export const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    () => refusalOf(call),
  );
