import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { PolicyDocument } from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { useMay } from '../api/may.ts';
import { identityArn, useViewer } from '../session/viewer.ts';
import { GuardedButton } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { formatJson } from '../ui/json.ts';
import { Facts, Loaded, Page, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import type { PolicyName } from './attachments.ts';
import { DeletePolicy } from './delete-policy.tsx';
import { PolicyHolders } from './policy-holders.tsx';
import { PolicyVersions } from './policy-versions.tsx';

const ACTIONS = [
  'ram:DeletePolicy',
  'ram:CreatePolicyVersion',
  'ram:SetDefaultPolicyVersion',
  'ram:DeletePolicyVersion',
];

/** One policy: what it says, its versions, and who has it. */
export function Policy({ policy }: { readonly policy: PolicyName }) {
  const t = useTranslations('access.policies');
  const common = useTranslations('common');
  const { policyType, policyName } = policy;
  const isCustom = policyType === 'Custom';
  const may = useMay(identityArn(useViewer(), `policy/${policyName}`), ACTIONS);
  const [{ data, fetching, error }] = useQuery({
    query: PolicyDocument,
    variables: { policyType, policyName },
  });
  const [isDeleting, setDeleting] = useState(false);
  const found = data?.policy;
  return (
    <Page
      title={policyName}
      actions={
        isCustom &&
        found && (
          <GuardedButton
            look="danger"
            may={may}
            needs="ram:DeletePolicy"
            onPress={() => setDeleting(true)}
          >
            {common('delete')}
          </GuardedButton>
        )
      }
    >
      <Loaded data={found} isLoading={fetching} failure={toFailure(error)}>
        {({ description, arn, creationDate, updateDate, defaultVersion }) => (
          <>
            <Section title={t('details')}>
              <Facts
                facts={[
                  [t('type'), t(`types.${policyType}`)],
                  [t('description'), description || '–'],
                  ['ARN', <code key="arn">{arn}</code>],
                  ...(isCustom
                    ? [
                        [t('createdAt'), <Time key="created" value={creationDate} />] as const,
                        [t('changedAt'), <Time key="changed" value={updateDate} />] as const,
                      ]
                    : []),
                ]}
              />
            </Section>
            {defaultVersion && (
              <Section title={t('applying', { version: defaultVersion.versionId })}>
                <CodeBlock code={formatJson(defaultVersion.policyDocument)} label={t('document')} />
              </Section>
            )}
            <PolicyVersions policy={policy} may={may} />
            <PolicyHolders policy={policy} />
            {isDeleting && (
              <DeletePolicy policyName={policyName} onClose={() => setDeleting(false)} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
