import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Link, useLocation } from 'wouter';
import { useMay } from '../api/may.ts';
import { keysArn, useViewer } from '../session/viewer.ts';
import { GuardedButton } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { errorOf } from '../ui/fields.tsx';
import { Page, Section } from '../ui/page.tsx';
import { AboutFields, AliasField, ReasonField, SafetyFields } from './about-fields.tsx';
import './create.css';
import { faultsOf } from './faults.ts';
import type { FormProps } from './form-props.ts';
import { KindFields } from './kind-fields.tsx';
import { SameCall } from './same-call.tsx';
import { type Failures, type NewKey, useCreate } from './use-create.ts';
import { USUAL, withChange } from './wanted.ts';

const ACTIONS = ['kms:CreateKey'] as const;

/** A new key: every choice with what it means, and the same call as code. */
export default function Create() {
  const t = useTranslations('create');
  const [, navigate] = useLocation();
  const [wanted, setWanted] = useState(USUAL);
  const { make, made, isSending, failures } = useCreate();
  const may = useMay(keysArn(useViewer()), ACTIONS);
  const faults = faultsOf(wanted);
  const hasFault = Object.keys(faults).length > 0;

  const form: FormProps = {
    wanted,
    onChange: (change) => setWanted((before) => withChange(before, change)),
    faultOf(field, serverField) {
      const fault = faults[field];
      if (fault) return t(`faults.${fault}`);
      return serverField && errorOf(failures.create, serverField);
    },
  };

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (hasFault || isSending) return;
    const key = await make(wanted);
    if (key)
      navigate(key.origin === 'EXTERNAL' ? `/keys/${key.keyId}/import` : `/keys/${key.keyId}`);
  }

  return (
    <Page title={t('title')}>
      <div className="create">
        <form onSubmit={(event) => void submit(event)} noValidate>
          {made ? (
            <Rest {...form} made={made} failures={failures} />
          ) : (
            <>
              <KindFields {...form} />
              <AboutFields {...form} />
              <SafetyFields {...form} />
              <FailureNotice failure={failures.create} />
            </>
          )}
          <div className="actions">
            <GuardedButton
              may={may}
              needs="kms:CreateKey"
              refusal={hasFault ? t('hasFault') : undefined}
              look="primary"
              type="submit"
              isPending={isSending}
            >
              {made ? t('goOn') : t('create')}
            </GuardedButton>
          </div>
        </form>
        <aside>
          <SameCall wanted={wanted} />
        </aside>
      </div>
    </Page>
  );
}

interface RestProps extends FormProps {
  readonly made: NewKey;
  readonly failures: Failures;
}

/** What is left to do for a key that is created. */
function Rest({ made, failures, ...form }: RestProps) {
  const t = useTranslations('create');
  return (
    <Section title={t('rest')}>
      <p className="banner">
        {t('made')} <Link href={`/keys/${made.keyId}`}>{made.keyId}</Link>
      </p>
      {failures.alias && <AliasField {...form} />}
      <FailureNotice failure={failures.alias} />
      {failures.protect && <ReasonField {...form} />}
      <FailureNotice failure={failures.protect} />
    </Section>
  );
}
