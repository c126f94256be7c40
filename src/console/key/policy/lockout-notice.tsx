import { useTranslations } from 'use-intl';
import type { Failure } from '../../api/failure.ts';
import { Checkbox } from '../../ui/fields.tsx';

/** Whether a policy was refused because nobody could change it afterwards. The code is that of every other invalid policy. */
export const isLockout = (failure: Failure | undefined): boolean =>
  failure?.field === 'policy' && failure.message.includes('nobody but the root identity');

interface LockoutNoticeProps {
  readonly isAllowed: boolean;
  readonly onChange: (isAllowed: boolean) => void;
}

/** Says what the refused policy would do, and lets it be saved nevertheless. */
export function LockoutNotice({ isAllowed, onChange }: LockoutNoticeProps) {
  const t = useTranslations('key.policy');
  return (
    <div className="banner">
      <strong>{t('lockoutTitle')}</strong>
      <p>{t('lockoutHint')}</p>
      <Checkbox isSelected={isAllowed} onChange={onChange}>
        {t('allowLockout')}
      </Checkbox>
    </div>
  );
}
