import { useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslations } from 'use-intl';
import { useSearchParams } from 'wouter';
import { AuditPart } from './audit/audit-part.tsx';
import { OverviewPart } from './overview/overview-part.tsx';
import { PolicyPart } from './policy/policy-part.tsx';
import { UsePart } from './use/use-part.tsx';
import { VersionsPart } from './versions/versions-part.tsx';

/** `hasForms`: it stays in the page once it was opened, so that what was typed is not lost. */
const PARTS = [
  { id: 'overview', Part: OverviewPart, hasForms: true },
  { id: 'versions', Part: VersionsPart, hasForms: true },
  { id: 'policy', Part: PolicyPart, hasForms: true },
  { id: 'use', Part: UsePart, hasForms: false },
  { id: 'audit', Part: AuditPart, hasForms: false },
] as const;

/** The parts of the view. The address says which one is open. */
export function KeyTabs() {
  const t = useTranslations('key.tabs');
  const [search, setSearch] = useSearchParams();
  const { id: open } = PARTS.find(({ id }) => id === search.get('tab')) ?? PARTS[0];
  const opened = useRef(new Set<string>());
  opened.current.add(open);
  return (
    <Tabs
      className="tabs"
      selectedKey={open}
      onSelectionChange={(id) => setSearch({ tab: String(id) }, { replace: true })}
    >
      <TabList aria-label={t('label')}>
        {PARTS.map(({ id }) => (
          <Tab key={id} id={id}>
            {t(id)}
          </Tab>
        ))}
      </TabList>
      {PARTS.map(({ id, Part, hasForms }) => (
        <TabPanel key={id} id={id} shouldForceMount={hasForms && opened.current.has(id)}>
          <Part />
        </TabPanel>
      ))}
    </Tabs>
  );
}
