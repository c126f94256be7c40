import { Time } from '../ui/time.tsx';

interface LastUseProps {
  readonly use:
    | {
        readonly lastUsedDate: string;
        readonly service: string;
        readonly operation: string;
        readonly address: string;
      }
    | null
    | undefined;
}

/** When, for what and from where a credential was used last. */
export const LastUse = ({ use }: LastUseProps) => (
  <>
    <Time value={use?.lastUsedDate} />
    {use && (
      <span className="hint">
        <code>
          {use.service}:{use.operation}
        </code>{' '}
        {use.address}
      </span>
    )}
  </>
);
