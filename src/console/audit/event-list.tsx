import { useTranslations } from 'use-intl';
import type { AuditEventFilter } from '../../generated/documents/console/graphql.ts';
import { Section } from '../ui/page.tsx';
import { EventTable } from './event-table.tsx';
import { EventsEnd } from './events-end.tsx';
import { useEvents } from './use-events.ts';

/** The events of a search. */
export function EventList({ filter }: { readonly filter: AuditEventFilter }) {
  const t = useTranslations('audit');
  const found = useEvents(filter);
  return (
    <Section title={t('events')}>
      {found.events.length > 0 && <EventTable events={found.events} />}
      <EventsEnd found={found} />
    </Section>
  );
}
