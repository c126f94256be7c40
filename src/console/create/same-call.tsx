import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslations } from 'use-intl';
import { useViewer } from '../session/viewer.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { Section } from '../ui/page.tsx';
import { callsOf } from './code.ts';
import { curlOf, documentOf, variablesOf } from './graphql-code.ts';
import { nodeOf, pythonOf } from './sdk-code.ts';
import { aliasOf, inputOf, type Wanted } from './wanted.ts';

/** The same call in other languages, filled with what is chosen. */
export function SameCall({ wanted }: { readonly wanted: Wanted }) {
  const t = useTranslations('create');
  const { origin } = window.location;
  const { region } = useViewer();
  const calls = callsOf(inputOf(wanted), {
    alias: aliasOf(wanted),
    protection: wanted.isProtected ? wanted.protectionReason : undefined,
  });
  return (
    <Section title={t('sameCall')}>
      <p className="hint lead">{t('sameCallHint')}</p>
      <Tabs className="tabs">
        <TabList aria-label={t('language')}>
          <Tab id="graphql">GraphQL</Tab>
          <Tab id="curl">curl</Tab>
          <Tab id="node">Node.js</Tab>
          <Tab id="python">Python</Tab>
        </TabList>
        <TabPanel id="graphql">
          {calls.map((call) => (
            <div key={call.operation}>
              <CodeBlock code={documentOf(call)} label={call.operation} />
              <CodeBlock
                code={variablesOf(call)}
                label={t('variables', { operation: call.operation })}
              />
            </div>
          ))}
        </TabPanel>
        <TabPanel id="curl">
          <CodeBlock code={calls.map((call) => curlOf(call, origin)).join('\n\n')} label="curl" />
        </TabPanel>
        <TabPanel id="node">
          <CodeBlock code={nodeOf(calls, origin)} label="Node.js" />
        </TabPanel>
        <TabPanel id="python">
          <CodeBlock code={pythonOf(calls, origin, region)} label="Python" />
        </TabPanel>
      </Tabs>
    </Section>
  );
}
