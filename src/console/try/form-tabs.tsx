import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslations } from 'use-intl';

/** One form of several. */
export interface FormTab {
  readonly id: string;
  readonly title: string;
  readonly content: ReactNode;
}

interface FormTabsProps {
  readonly forms: readonly FormTab[];
  readonly open: string;
  readonly onOpen: (id: string) => void;
}

/** Forms of which one is shown. The others keep what was typed. */
export function FormTabs({ forms, open, onOpen }: FormTabsProps) {
  const t = useTranslations('tryIt');
  return (
    <Tabs
      className="tabs section"
      selectedKey={open}
      onSelectionChange={(id) => onOpen(String(id))}
    >
      <TabList aria-label={t('operations')}>
        {forms.map(({ id, title }) => (
          <Tab key={id} id={id}>
            {title}
          </Tab>
        ))}
      </TabList>
      {forms.map(({ id, content }) => (
        <TabPanel key={id} id={id} shouldForceMount className="form-panel">
          {content}
        </TabPanel>
      ))}
    </Tabs>
  );
}
