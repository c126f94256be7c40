import { useFormatter, useTranslations } from 'use-intl';
import type { KeyDeletionEffectQuery } from '../../../generated/documents/console/graphql.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Facts } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';

type Effect = NonNullable<KeyDeletionEffectQuery['keyDeletionImpact']>;

const MAX_NAMES = 5;

/** What the deletion of the key affects. */
export function DeletionEffect({ effect }: { readonly effect: Effect }) {
  const t = useTranslations('key.deletion');
  const common = useTranslations('common');
  const format = useFormatter();
  const { aliasNames, aliasCount, callers } = effect;
  const names = aliasNames?.slice(0, MAX_NAMES).join(', ');
  const rest = (aliasCount ?? 0) - MAX_NAMES;
  const aliases =
    names === undefined
      ? t('hidden')
      : rest > 0
        ? t('aliasesMore', { names, count: rest })
        : names || common('none');
  return (
    <>
      <Facts
        facts={[
          [t('uses'), format.number(effect.usesInLast90Days)],
          [t('lastUse'), <Time key="" value={effect.lastUsedDate} />],
          [t('versions'), format.number(effect.versionCount)],
          [t('aliases'), aliases],
        ]}
      />
      <div>
        <h3>{t('callers')}</h3>
        {callers ? (
          <>
            <DataTable
              label={t('callers')}
              items={callers}
              idOf={({ principal }) => principal}
              columns={[
                { name: t('caller'), isRowHeader: true, cell: ({ principal }) => principal },
                { name: t('operation'), cell: ({ operation }) => <code>{operation}</code> },
                { name: t('lastUse'), cell: ({ lastUsedDate }) => <Time value={lastUsedDate} /> },
              ]}
            />
            {effect.areCallersComplete === false && <p className="hint">{t('callersPartly')}</p>}
          </>
        ) : (
          <p className="hint">{t('hidden')}</p>
        )}
      </div>
    </>
  );
}
