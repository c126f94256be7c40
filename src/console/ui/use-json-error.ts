import { useTranslations } from 'use-intl';
import { jsonFault } from './json.ts';

/** A sentence about why a text is not JSON; undefined if it is. */
export function useJsonError(text: string): string | undefined {
  const t = useTranslations('common');
  const fault = jsonFault(text);
  if (!fault) return undefined;
  const { message, line, column } = fault;
  return line === undefined || column === undefined
    ? t('notJson', { message })
    : t('notJsonAt', { message, line, column });
}
