import { useMemo, useRef, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { AuditEventFilter } from '../../generated/documents/console/graphql.ts';
import { Section } from '../ui/page.tsx';
import { EventTable } from './event-table.tsx';
import { EventsEnd } from './events-end.tsx';
import { LiveBar } from './live-bar.tsx';
import { MAX_LIVE_EVENTS, newest, without } from './newest.ts';
import { useEvents } from './use-events.ts';
import { useIsVisible } from './use-is-visible.ts';
import { useLiveEvents } from './use-live-events.ts';

/** The events of a search, and on top of them new ones as they are recorded. */
export function EventList({ filter }: { readonly filter: AuditEventFilter }) {
  const t = useTranslations('audit');
  const format = useFormatter();
  const top = useRef<HTMLDivElement>(null);
  const isAtTop = useIsVisible(top);
  const [isLive, setLive] = useState(false);
  const [isPaused, setPaused] = useState(false);
  const found = useEvents(filter);
  const live = useLiveEvents(filter, {
    isOn: isLive && found.failure?.code !== 'InvalidParameter', // the filter would be refused here, too
    isHeld: isPaused || !isAtTop,
  });
  const isBounded = isLive || live.shown.length > 0;
  const events = useMemo(
    () => (isBounded ? newest(live.shown, found.events) : found.events),
    [isBounded, live.shown, found.events],
  );
  const waiting = useMemo(() => without(live.waiting, events).length, [live.waiting, events]);
  const isCut = isBounded && events.length === MAX_LIVE_EVENTS;

  return (
    <Section title={t('events')}>
      <div ref={top} />
      <LiveBar
        isLive={isLive}
        onLive={(on) => {
          setLive(on);
          setPaused(false);
          if (on) found.restart(); // it may be long ago that they were read
        }}
        isPaused={isPaused}
        onPause={setPaused}
        waiting={waiting}
        onShow={() => {
          live.show();
          top.current?.scrollIntoView({ block: 'center' });
        }}
      />
      {events.length > 0 && <EventTable events={events} />}
      {isCut ? (
        <p className="hint events-end">{t('kept', { max: format.number(MAX_LIVE_EVENTS) })}</p>
      ) : (
        <EventsEnd found={found} isEmpty={events.length === 0} />
      )}
    </Section>
  );
}
