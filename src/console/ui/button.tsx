import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
} from 'react-aria-components/Button';
import { useTranslations } from 'use-intl';
import type { May } from '../api/may.ts';
import { Explained } from './explained.tsx';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'className'> {
  /** What it is for: one `primary` in each form, `danger` for what destroys. Default: `secondary`. */
  readonly look?: Look;
}

/** A button. */
export const Button = ({ look = 'secondary', ...props }: ButtonProps) => (
  <AriaButton {...props} className={`button ${look}`} />
);

interface GuardedButtonProps extends ButtonProps {
  readonly may: May;
  /** The permission that it needs, such as `kms:DisableKey`. */
  readonly needs: string;
  /** Why it cannot be used for another reason, such as the state of the key. */
  readonly refusal?: string | undefined;
}

/** A button for what needs a permission. Without it the button stays and says which permission is missing. */
export function GuardedButton({ may, needs, refusal, ...props }: GuardedButtonProps) {
  const t = useTranslations('common');
  const reason = may(needs) === false ? t('needs', { action: needs }) : refusal;
  if (!reason) return <Button {...props} />;
  return (
    <Explained reason={reason} look={props.look ?? 'secondary'} label={props['aria-label']}>
      {props.children as string}
    </Explained>
  );
}
