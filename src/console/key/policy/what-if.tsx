import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  KeyWhatIfDocument,
  type KeyWhatIfQuery,
} from '../../../generated/documents/console/graphql.ts';
import { useMay } from '../../api/may.ts';
import { identityArn, useViewer } from '../../session/viewer.ts';
import { GuardedButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { errorOf, TextField } from '../../ui/fields.tsx';
import { Section } from '../../ui/page.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { useAsk } from '../use-ask.ts';
import { Circumstances } from './circumstances.tsx';
import { contextOf, NO_CIRCUMSTANCES } from './request-context.ts';
import { Verdict } from './verdict.tsx';

const NEEDED = ['ram:GetPolicy'];

/** Asks what the saved policies say about a request with the key. */
export function WhatIf() {
  const t = useTranslations('key.whatIf');
  const viewer = useViewer();
  const { key } = useOpenedKey();
  const may = useMay(identityArn(viewer, 'policy/*'), NEEDED);
  const [principal, setPrincipal] = useState(viewer.arn);
  const [action, setAction] = useState('kms:Decrypt');
  const [circumstances, setCircumstances] = useState(NO_CIRCUMSTANCES);
  const [verdict, setVerdict] = useState<KeyWhatIfQuery['whatIf']>();
  const { ask, isAsking, failure } = useAsk(KeyWhatIfDocument);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (isAsking) return;
    setVerdict(undefined);
    const answer = await ask({
      principal: principal.trim(),
      action: action.trim(),
      resource: key.arn,
      context: contextOf(circumstances),
    });
    setVerdict(answer?.whatIf);
  }

  return (
    <Section title={t('title')}>
      <form onSubmit={(event) => void submit(event)} className="stack">
        <p className="hint">{t('hint')}</p>
        <div className="fields">
          <TextField
            label={t('principal')}
            value={principal}
            onChange={setPrincipal}
            error={errorOf(failure, 'principal')}
            isRequired
            isCode
          />
          <TextField
            label={t('action')}
            value={action}
            onChange={setAction}
            error={errorOf(failure, 'action')}
            isRequired
            isCode
          />
        </div>
        <Circumstances value={circumstances} onChange={setCircumstances} />
        <FailureNotice failure={failure} />
        <div className="actions">
          <GuardedButton may={may} needs="ram:GetPolicy" type="submit" isPending={isAsking}>
            {t('ask')}
          </GuardedButton>
        </div>
      </form>
      <div role="status">{verdict && <Verdict verdict={verdict} />}</div>
    </Section>
  );
}
