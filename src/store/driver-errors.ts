/** What Prisma and its adapter say of a failure: a code of Prisma's, and, for raw statements, the driver's kind. */
function readFailure(error: unknown): { code: string; kind: string } {
  const { code, meta } = (error ?? {}) as { code?: unknown; meta?: { driverAdapterError?: { cause?: { kind?: string } } } };
  return { code: String(code ?? ''), kind: meta?.driverAdapterError?.cause?.kind ?? '' };
}

/** Prisma's codes for a transaction that could not start or end in time, or lost to another. */
const TRANSIENT_CODES = new Set(['P2028', 'P1008', 'P2034']);

/** Another process writes just now. A raw statement says so by the driver's kind alone. */
export function isTransient(error: unknown): boolean {
  const { code, kind } = readFailure(error);
  return TRANSIENT_CODES.has(code) || kind === 'SocketTimeout';
}

export function isConstraintViolation(error: unknown): boolean {
  const { code, kind } = readFailure(error);
  return code === 'P2002' || code === 'P2003' || kind.endsWith('ConstraintViolation');
}

/** A row that was to be changed or deleted is not there. */
export const isMissingRow = (error: unknown): boolean => readFailure(error).code === 'P2025';
