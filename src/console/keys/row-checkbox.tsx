import { useEffect, useRef } from 'react';

interface RowCheckboxProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly isIndeterminate?: boolean;
  /** @param isRange the shift key is down: all rows since the last one */
  readonly onSelect: (isSelected: boolean, isRange: boolean) => void;
}

/** A box without a visible label. It is the browser's own, because a list makes many of them while it is scrolled. */
export function RowCheckbox(props: RowCheckboxProps) {
  const { label, isSelected, isIndeterminate = false, onSelect } = props;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = isIndeterminate;
  }, [isIndeterminate]);
  return (
    <input
      ref={box}
      type="checkbox"
      className="row-checkbox"
      aria-label={label}
      checked={isSelected}
      onChange={({ currentTarget, nativeEvent }) =>
        onSelect(currentTarget.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
      }
    />
  );
}
