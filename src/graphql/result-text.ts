import type { ExecutionResult } from 'graphql';

/** A result as JSON, without the HTTP status that its errors ask for. */
export function resultText({ errors, data }: ExecutionResult): string {
  if (!errors) return JSON.stringify({ data });
  const shown = errors.map((error) => {
    const { extensions: { http: _status, ...extensions } = {}, ...json } = error.toJSON();
    return { ...json, extensions };
  });
  return JSON.stringify({ errors: shown, data });
}
