import { useEffect, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { serverNow } from '../api/clock.ts';

interface TimeProps {
  /** RFC 3339. */
  readonly value: string | null | undefined;
  /** Only the day, for a narrow column; the rest on hover. */
  readonly isShort?: boolean;
  /** In place of none. Default: that it never happened. */
  readonly none?: string;
}

/** A time in the zone of the browser, with UTC on hover. */
export function Time({ value, isShort = false, none }: TimeProps) {
  const format = useFormatter();
  const t = useTranslations('common');
  if (!value) return <>{none ?? t('never')}</>;
  const date = new Date(value);
  const utc = format.dateTime(date, {
    timeZone: 'UTC',
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  const whole = format.dateTime(date, { dateStyle: 'medium', timeStyle: 'medium' });
  const inUtc = t('utc', { time: utc });
  return (
    <time dateTime={value} title={isShort ? `${whole} (${inUtc})` : inUtc}>
      {isShort ? format.dateTime(date, { dateStyle: 'medium' }) : whole}
    </time>
  );
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** How long it is until a time, and goes on counting, such as “in 6 days”. */
export function Countdown({ value }: { readonly value: string }) {
  const format = useFormatter();
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const target = new Date(value).getTime();
  const seconds = Math.abs(target - now) / 1_000;
  // The largest unit of which there are two or more: “in 47 hours”, not “in 2 days” which is hours off.
  const [unit] = UNITS.find(([, length]) => seconds >= 2 * length) ?? ['second'];
  return <span role="timer">{format.relativeTime(target, { now, unit })}</span>;
}
