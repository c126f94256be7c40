import { useState } from 'react';
import { useClient } from 'urql';
import { useTranslations } from 'use-intl';
import {
  WhatIfDocument,
  type WhatIfQuery,
  type WhatIfQueryVariables,
} from '../../generated/documents/console/graphql.ts';
import { type Failure, toFailure } from '../api/failure.ts';
import { Button } from '../ui/button.tsx';
import { ComboBox } from '../ui/combo-box.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { errorOf } from '../ui/fields.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Decision } from './decision.tsx';
import { useFoundKeys } from './find-keys.ts';
import { KeyField } from './key-field.tsx';
import { type Principal, PrincipalField, usePrincipalArn } from './principal-field.tsx';
import { useAddressArns } from './use-address-arns.ts';
import { type Circumstances, NO_CIRCUMSTANCES, toContext } from './what-if-context.ts';
import { WhatIfContextFields } from './what-if-context-fields.tsx';

/** Permissions that are asked for most. Any other can be typed. */
const ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'kms:AsymmetricSign',
  'kms:AsymmetricVerify',
  'kms:AsymmetricDecrypt',
  'kms:DescribeKey',
  'kms:ListKeys',
  'kms:CreateKey',
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'kms:SetKeyPolicy',
  'kms:ListAuditEvents',
  'ram:CreateUser',
  'ram:AttachPolicyToUser',
  'sts:AssumeRole',
].map((value) => ({ value, label: value }));

type Answer = NonNullable<WhatIfQuery['whatIf']>;

/** Asks whether somebody could do something, and which statements of policies decide. Nothing is done. */
export function WhatIf() {
  const t = useTranslations('access.whatIf');
  const client = useClient();
  const given = useAddressArns();
  const [principal, setPrincipal] = useState<Principal>(given.principal);
  const [action, setAction] = useState(given.action);
  const [resource, setResource] = useState(given.resource);
  const [circumstances, setCircumstances] = useState<Circumstances>(NO_CIRCUMSTANCES);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [asked, setAsked] = useState<{
    readonly question: WhatIfQueryVariables;
    readonly answer: Answer;
  }>();
  const arn = usePrincipalArn(principal);
  const foundKeys = useFoundKeys(resource);

  async function ask() {
    setAsking(true);
    const question = {
      principal: arn,
      action: action.trim(),
      resource: resource.trim(),
      context: toContext(circumstances),
    };
    const { data, error } = await client
      .query(WhatIfDocument, question, { requestPolicy: 'network-only' })
      .toPromise();
    setAsking(false);
    setFailure(toFailure(error));
    setAsked(data?.whatIf ? { question, answer: data.whatIf } : undefined);
  }

  return (
    <Page title={t('title')}>
      <p className="lead">{t('about')}</p>
      <Section title={t('question')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!isAsking) void ask();
          }}
        >
          <PrincipalField
            principal={principal}
            onChange={setPrincipal}
            error={errorOf(failure, 'principal')}
          />
          <div className="fields what-if-fields">
            <ComboBox
              label={t('action')}
              description={t('actionHint')}
              value={action}
              onChange={setAction}
              choices={ACTIONS}
              error={errorOf(failure, 'action')}
              isRequired
              isCode
            />
            <KeyField
              label={t('resource')}
              description={t('resourceHint')}
              value={resource}
              onChange={setResource}
              found={foundKeys}
              chooses="arn"
              error={errorOf(failure, 'resource')}
            />
          </div>
          <details className="circumstances">
            <summary>{t('circumstances')}</summary>
            <WhatIfContextFields
              circumstances={circumstances}
              onChange={setCircumstances}
              failure={failure}
            />
          </details>
          <FailureNotice failure={failure} />
          <div className="actions">
            <Button look="primary" type="submit" isPending={isAsking}>
              {t('ask')}
            </Button>
          </div>
        </form>
      </Section>
      {asked && <Decision {...asked} />}
    </Page>
  );
}
