import { useTranslations } from 'use-intl';
import { Badge } from '../ui/badge.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import type { Rotation, ServiceFacts } from './facts.ts';
import { RotationProgress } from './rotation-progress.tsx';

const TONES = { CURRENT: 'good', NEXT: 'wait', OLD: 'plain' } as const;

interface RootKeysProps {
  readonly rootKeys: NonNullable<ServiceFacts['rootKeys']>;
  readonly rotation: Rotation | null;
}

/** Root keys, and the rotation that is running. Their material is in no answer. */
export function RootKeys({ rootKeys, rotation }: RootKeysProps) {
  const t = useTranslations('service');
  return (
    <Section title={t('rootKeys')}>
      {rotation && <RotationProgress rotation={rotation} />}
      <DataTable
        label={t('rootKeys')}
        items={rootKeys}
        idOf={({ rootKeyId }) => rootKeyId}
        columns={[
          {
            name: t('id'),
            isRowHeader: true,
            cell: ({ rootKeyId }) => <code>{rootKeyId}</code>,
          },
          {
            name: t('state'),
            cell: ({ state }) => <Badge tone={TONES[state]}>{t(`rootKeyStates.${state}`)}</Badge>,
          },
          { name: t('provider'), cell: ({ provider }) => <code>{provider}</code> },
          { name: t('added'), cell: ({ creationDate }) => <Time value={creationDate} /> },
        ]}
      />
      {!rotation && <p className="hint">{t('noRotation')}</p>}
    </Section>
  );
}
