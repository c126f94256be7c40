import { ToggleButton } from 'react-aria-components/ToggleButton';
import { useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';

interface LiveBarProps {
  readonly isLive: boolean;
  readonly onLive: (isLive: boolean) => void;
  readonly isPaused: boolean;
  readonly onPause: (isPaused: boolean) => void;
  /** Events that wait to be shown. */
  readonly waiting: number;
  readonly onShow: () => void;
}

/** Switches the live events, pauses them, and shows those that wait. */
export function LiveBar(props: LiveBarProps) {
  const { isLive, onLive, isPaused, onPause, waiting, onShow } = props;
  const t = useTranslations('audit');
  return (
    <div className="live-bar">
      <ToggleButton className="button secondary" isSelected={isLive} onChange={onLive}>
        <span className="live-dot" aria-hidden="true" />
        {t('live')}
      </ToggleButton>
      {isLive && (
        <Button onPress={() => onPause(!isPaused)}>{isPaused ? t('resume') : t('pause')}</Button>
      )}
      <span role="status" className="hint">
        {isLive && (isPaused ? t('isPaused') : t('follows'))}
      </span>
      {waiting > 0 && (
        <Button look="primary" onPress={onShow}>
          {t('newEvents', { count: waiting })}
        </Button>
      )}
    </div>
  );
}
