import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { EventFragment } from '../../generated/documents/console/graphql.ts';
import { Badge } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';
import { EventDetails } from './event-details.tsx';

interface EventRowProps {
  readonly event: EventFragment;
  readonly isOpen: boolean;
  readonly onToggle: (eventId: string) => void;
}

/** An event: what matters most, and below it the rest if it is open. */
export const EventRow = memo(function EventRow({ event, isOpen, onToggle }: EventRowProps) {
  const t = useTranslations('audit');
  const { eventId, time, operation, outcome, principal, surface, keyId, address } = event;
  return (
    <>
      <tr>
        <td>
          <Time value={time} />
        </td>
        <th scope="row">
          <button
            type="button"
            className="row-toggle"
            aria-expanded={isOpen}
            onClick={() => onToggle(eventId)}
          >
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {operation}
          </button>
        </th>
        <td>
          <Badge tone={outcome === 'Done' ? 'good' : 'bad'}>
            {outcome === 'Done' ? t('done') : outcome}
          </Badge>
        </td>
        <td title={principal ?? undefined}>
          {principal ? principal.split(':').at(-1) : t(`surfaces.${surface}`)}
        </td>
        <td>
          {keyId && (
            <Link href={`/keys/${keyId}`} title={keyId}>
              <code>{keyId.slice(0, 8)}</code>
            </Link>
          )}
        </td>
        <td>{address}</td>
      </tr>
      {isOpen && (
        <tr className="event-details">
          <td colSpan={6}>
            <EventDetails event={event} />
          </td>
        </tr>
      )}
    </>
  );
});
