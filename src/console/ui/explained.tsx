import { type ReactNode, useId } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';

interface ExplainedProps {
  /** Why it cannot be used. */
  readonly reason: string;
  readonly look: string;
  /** Its name, where the text on it is not enough. */
  readonly label?: string | undefined;
  readonly children: ReactNode;
}

/**
 * A button that cannot be used, and says why to the pointer, the keyboard and the screen reader. It is not `disabled`,
 * because nobody could reach the reason then.
 */
export function Explained({ reason, look, label, children }: ExplainedProps) {
  const id = useId();
  return (
    <TooltipTrigger delay={200}>
      <Button
        className={`button ${look}`}
        aria-label={label}
        aria-disabled="true"
        aria-describedby={id}
      >
        {children}
      </Button>
      <span id={id} hidden>
        {reason}
      </span>
      <Tooltip className="tooltip">{reason}</Tooltip>
    </TooltipTrigger>
  );
}
