import { lazy, Suspense, useState } from 'react';
import { useQuery } from 'urql';
import { useFormatter, useTranslations } from 'use-intl';
import { KeyUsesDocument } from '../../../generated/documents/console/graphql.ts';
import { toFailure } from '../../api/failure.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Checkbox } from '../../ui/fields.tsx';
import { Facts, Loaded, Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useOpenedKey } from '../opened-key.ts';

/** The library for charts is loaded only here. */
const UseChart = lazy(() => import('./use-chart.tsx'));

/** How often the key was used. */
export function UsePart() {
  const t = useTranslations('key.use');
  const common = useTranslations('common');
  const format = useFormatter();
  const [isTable, setTable] = useState(false);
  const [{ data, fetching, error }] = useQuery({
    query: KeyUsesDocument,
    variables: { keyId: useOpenedKey().key.keyId },
    requestPolicy: 'cache-and-network',
  });
  const days = data?.key?.usesByDay;
  const total = data?.keyDeletionImpact?.usesInLast90Days ?? 0;
  return (
    <Section
      title={t('title')}
      actions={
        <Checkbox isSelected={isTable} onChange={setTable}>
          {t('asTable')}
        </Checkbox>
      }
    >
      <Loaded data={days} isLoading={fetching} failure={toFailure(error)}>
        {(shown) => (
          <div className="stack">
            <Facts
              facts={[
                [t('total'), format.number(total)],
                [t('last'), <Time key="" value={data?.keyDeletionImpact?.lastUsedDate} />],
              ]}
            />
            {isTable ? (
              <DataTable
                label={t('title')}
                items={shown.toReversed()}
                idOf={({ date }) => date}
                columns={[
                  { name: t('day'), isRowHeader: true, cell: ({ date }) => date },
                  { name: t('uses'), cell: ({ uses }) => format.number(uses) },
                ]}
              />
            ) : (
              <Suspense
                fallback={
                  <p role="status" className="loading">
                    {common('loading')}
                  </p>
                }
              >
                <UseChart
                  days={shown}
                  label={t('chart', { total })}
                  series={t('uses')}
                  dayLabel={t('day')}
                />
              </Suspense>
            )}
          </div>
        )}
      </Loaded>
    </Section>
  );
}
