import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { EventFragment } from '../../generated/documents/console/graphql.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Facts } from '../ui/page.tsx';

const KeyLinks = ({ ids }: { readonly ids: readonly string[] }) =>
  ids.map((keyId) => (
    <div key={keyId}>
      <Link href={`/keys/${keyId}`}>
        <code>{keyId}</code>
      </Link>
    </div>
  ));

/** All that an event says. */
export function EventDetails({ event }: { readonly event: EventFragment }) {
  const t = useTranslations('audit');
  const format = useFormatter();
  const { keyId, otherKeyIds, durationMilliseconds, credentialType, details } = event;
  const code = (text: string | null) => text && <code>{text}</code>;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('principal'), code(event.principal)],
    [
      t('credential'),
      credentialType && (
        <>
          {t(`credentialTypes.${credentialType}`)} {code(event.credentialId)}
        </>
      ),
    ],
    [t('session'), code(event.sessionId)],
    [t('surface'), t(`surfaces.${event.surface}`)],
    [t('address'), code(event.address)],
    [t('userAgent'), event.userAgent],
    [t('key'), keyId && <KeyLinks ids={[keyId]} />],
    [t('otherKeys'), otherKeyIds.length > 0 && <KeyLinks ids={otherKeyIds} />],
    [t('version'), code(event.keyVersionId)],
    [t('contextDigest'), code(event.encryptionContextDigest)],
    [t('fingerprint'), code(event.targetKeyFingerprint)],
    [
      t('duration'),
      durationMilliseconds !== null &&
        format.number(durationMilliseconds, {
          style: 'unit',
          unit: 'millisecond',
          maximumFractionDigits: 3,
        }),
    ],
    [
      t('requestId'),
      event.requestId && (
        <>
          {code(event.requestId)} <CopyButton text={event.requestId} label={t('requestId')} />
        </>
      ),
    ],
    [t('eventId'), code(event.eventId)],
    ...details.map(({ name, value }): readonly [string, ReactNode] => [
      t('detail', { name }),
      code(value),
    ]),
  ];
  return <Facts facts={facts.filter(([, value]) => value)} />;
}
