import type { ReactNode } from 'react';
import type { Failure } from '../api/failure.ts';
import { GuardedButton } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import type { Target } from './target.ts';

interface OperationFormProps {
  /** What it does, which its button says: a verb. */
  readonly name: string;
  readonly target: Target;
  /** The permission that it needs, such as `kms:Encrypt`. */
  readonly needs: string;
  /** Why what was typed cannot be sent. */
  readonly refusal?: string | undefined;
  readonly isSending: boolean;
  readonly failure: Failure | undefined;
  readonly onSubmit: () => void;
  /** What came back. */
  readonly result: ReactNode;
  readonly children: ReactNode;
}

/** One operation with the key: what it takes, and beside it what it returned. */
export function OperationForm(props: OperationFormProps) {
  const { name, target, needs, isSending, failure, onSubmit, result, children } = props;
  const refusal = target.refusal ?? props.refusal;
  const isAllowed = target.may(needs) !== false && refusal === undefined;
  return (
    <form
      className="columns"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        if (isAllowed && !isSending) onSubmit();
      }}
    >
      <div>
        {children}
        <div className="actions">
          <GuardedButton
            look="primary"
            type="submit"
            may={target.may}
            needs={needs}
            refusal={refusal}
            isPending={isSending}
          >
            {name}
          </GuardedButton>
        </div>
      </div>
      <div aria-live="polite" className="stack result">
        <FailureNotice failure={failure} />
        {result}
      </div>
    </form>
  );
}
