import { useTranslations } from 'use-intl';

/** In place of what the caller may not see. */
export const NeedsPermission = ({ action }: { readonly action: string }) => (
  <p className="hint">{useTranslations('common')('notAllowed', { action })}</p>
);
