import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';

interface ProgressProps {
  readonly label: string;
  /** How far it is, in words, for everyone. */
  readonly text: string;
  /** From 0 to 1; undefined if the end is not known. */
  readonly share?: number | undefined;
}

/** How far long work is. */
export const Progress = ({ label, text, share }: ProgressProps) => (
  <ProgressBar
    className="progress"
    value={share ?? 0}
    maxValue={1}
    isIndeterminate={share === undefined}
    valueLabel={text}
  >
    <Label>{label}</Label>
    <span className="hint">{text}</span>
    <progress aria-hidden="true" max={1} value={share} />
  </ProgressBar>
);
