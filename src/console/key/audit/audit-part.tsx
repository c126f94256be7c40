import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import {
  KeyEventsDocument,
  type KeyEventsQuery,
} from '../../../generated/documents/console/graphql.ts';
import { usePages } from '../../api/use-pages.ts';
import { Badge } from '../../ui/badge.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { Listed } from '../listed.tsx';
import { eventsOf } from '../missing-key.tsx';
import { useOpenedKey } from '../opened-key.ts';

const NEEDED = 'kms:ListAuditEvents';
const eventsOfKey = ({ key }: KeyEventsQuery) => key?.auditEvents;

/** `acs:ram::<account id>:user/ann` is `user/ann`. */
const shortName = (arn: string) => arn.replace(/^acs:\w+:[^:]*:\d+:/, '');

/** The audit events that name the key, the newest first. */
export function AuditPart() {
  const t = useTranslations('key.audit');
  const { key, may } = useOpenedKey();
  const variables = useMemo(() => ({ keyId: key.keyId }), [key.keyId]);
  const pages = usePages(KeyEventsDocument, variables, eventsOfKey, {
    isAllowed: may(NEEDED) === true,
    requestPolicy: 'cache-and-network',
    pageItems: 20,
  });
  return (
    <Section title={t('title')} actions={<Link href={eventsOf(key.keyId)}>{t('view')}</Link>}>
      <Listed needs={NEEDED} pages={pages}>
        {(events) => (
          <DataTable
            label={t('title')}
            empty={t('none')}
            items={events}
            idOf={({ id }) => id}
            columns={[
              { name: t('time'), cell: ({ time }) => <Time value={time} /> },
              {
                name: t('operation'),
                isRowHeader: true,
                cell: ({ operation }) => <code>{operation}</code>,
              },
              {
                name: t('outcome'),
                cell: ({ outcome }) => (
                  <Badge tone={outcome === 'Done' ? 'good' : 'bad'}>{outcome}</Badge>
                ),
              },
              {
                name: t('principal'),
                cell: ({ principal }) =>
                  principal && <span title={principal}>{shortName(principal)}</span>,
              },
              {
                name: t('from'),
                cell: ({ surface, address }) => `${t(`surfaces.${surface}`)} ${address ?? ''}`,
              },
              {
                name: t('requestId'),
                cell: ({ requestId }) =>
                  requestId && (
                    <span className="with-copy">
                      <code>{requestId.slice(0, 8)}…</code>
                      <CopyButton text={requestId} label={t('requestId')} />
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Listed>
    </Section>
  );
}
