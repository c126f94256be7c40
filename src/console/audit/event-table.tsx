import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { EventFragment } from '../../generated/documents/console/graphql.ts';
import { EventRow } from './event-row.tsx';

/** Events in rows, each of which opens to all that is known. */
export function EventTable({ events }: { readonly events: readonly EventFragment[] }) {
  const t = useTranslations('audit');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => setOpen((old) => old.symmetricDifference(new Set([id])));
  return (
    <table className="table events" aria-label={t('events')}>
      <thead>
        <tr>
          <th scope="col">{t('time')}</th>
          <th scope="col">{t('operation')}</th>
          <th scope="col">{t('outcome')}</th>
          <th scope="col">{t('who')}</th>
          <th scope="col">{t('key')}</th>
          <th scope="col">{t('address')}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <EventRow
            key={event.eventId}
            event={event}
            isOpen={open.has(event.eventId)}
            onToggle={toggle}
          />
        ))}
      </tbody>
    </table>
  );
}
