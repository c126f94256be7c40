import type { Failure } from './execute.ts';

/** A failure with all that its reader needs to report it. */
export function FailureMessage({ code, message, requestId }: Failure) {
  return (
    <div role="alert">
      <strong>{code}</strong>
      <p>{message}</p>
      {requestId && (
        <p>
          Request id: <code>{requestId}</code>
        </p>
      )}
    </div>
  );
}
