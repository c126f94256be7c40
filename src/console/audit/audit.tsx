import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSearch, useSearchParams } from 'wouter';
import { useMay } from '../api/may.ts';
import { useViewer } from '../session/viewer.ts';
import { GuardedButton } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { EventList } from './event-list.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { filterOf, parametersOf, searchOf } from './filter.ts';
import { SearchForm } from './search-form.tsx';
import './audit.css';

const NEEDED = 'kms:ListAuditEvents';
const ACTIONS = [NEEDED];

/** What was done, by whom, and what was refused. The search is in the address. */
export default function Audit() {
  const t = useTranslations();
  const { region, accountId } = useViewer();
  const may = useMay(`acs:kms:${region}:${accountId}:*`, ACTIONS);
  const address = useSearch();
  const [, setParameters] = useSearchParams();
  const filter = useMemo(() => filterOf(new URLSearchParams(address)), [address]);
  const [isExporting, setExporting] = useState(false);
  return (
    <Page
      title={t('audit.title')}
      actions={
        <GuardedButton may={may} needs={NEEDED} onPress={() => setExporting(true)}>
          {t('audit.export')}
        </GuardedButton>
      }
    >
      {may(NEEDED) === undefined && (
        <p role="status" className="loading">
          {t('common.loading')}
        </p>
      )}
      {may(NEEDED) === false && <p>{t('common.notAllowed', { action: NEEDED })}</p>}
      {may(NEEDED) && (
        <>
          <SearchForm
            key={address}
            search={searchOf(filter)}
            onSearch={(search) => setParameters(parametersOf(search))}
          />
          <EventList key={`events ${address}`} filter={filter} />
          <ExportDialog filter={filter} isOpen={isExporting} onClose={() => setExporting(false)} />
        </>
      )}
    </Page>
  );
}
