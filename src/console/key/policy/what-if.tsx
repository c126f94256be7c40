import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  WhatIfDocument,
  type WhatIfQuery,
  type WhatIfQueryVariables,
} from '../../../generated/documents/console/graphql.ts';
import { Decision } from '../../access/decision.tsx';
import { NO_CIRCUMSTANCES, toContext } from '../../access/what-if-context.ts';
import { WhatIfContextFields } from '../../access/what-if-context-fields.tsx';
import { useMay } from '../../api/may.ts';
import { identityArn, useViewer } from '../../session/viewer.ts';
import { GuardedButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { errorOf, TextField } from '../../ui/fields.tsx';
import { Section } from '../../ui/page.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { useAsk } from '../use-ask.ts';

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
  const [asked, setAsked] = useState<{
    readonly question: WhatIfQueryVariables;
    readonly answer: NonNullable<WhatIfQuery['whatIf']>;
  }>();
  const { ask, isAsking, failure } = useAsk(WhatIfDocument);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (isAsking) return;
    setAsked(undefined);
    const question = {
      principal: principal.trim(),
      action: action.trim(),
      resource: key.arn,
      context: toContext(circumstances),
    };
    const answer = (await ask(question))?.whatIf;
    if (answer) setAsked({ question, answer });
  }

  return (
    <>
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
          <details>
            <summary>{t('more')}</summary>
            <WhatIfContextFields
              circumstances={circumstances}
              onChange={setCircumstances}
              failure={failure}
            />
          </details>
          <FailureNotice failure={failure} />
          <div className="actions">
            <GuardedButton may={may} needs="ram:GetPolicy" type="submit" isPending={isAsking}>
              {t('ask')}
            </GuardedButton>
          </div>
        </form>
      </Section>
      {asked && <Decision {...asked} />}
    </>
  );
}
