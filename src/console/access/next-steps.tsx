import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useHistoryState } from 'wouter/use-browser-location';
import type { May } from '../api/may.ts';
import { GuardedButton } from '../ui/button.tsx';
import { Section } from '../ui/page.tsx';
import { AllowKey } from './allow-key.tsx';
import { AttachPolicy } from './attach-policy.tsx';
import { CreateAccessKey } from './create-access-key.tsx';
import { CreateApiToken } from './create-api-token.tsx';

interface NextStepsProps {
  readonly userName: string;
  readonly may: May;
}

type Step = 'accessKey' | 'token' | 'attach' | 'allow';

/** What a user needs who was just made: a credential, and something that it may do. */
export function NextSteps({ userName, may }: NextStepsProps) {
  const t = useTranslations('access.next');
  const isNew = useHistoryState<{ readonly isNew?: boolean } | null>()?.isNew ?? false;
  const [step, setStep] = useState<Step>();
  if (!isNew) return null;
  const close = () => setStep(undefined);
  const button = (name: Step, needs: string) => (
    <GuardedButton may={may} needs={needs} onPress={() => setStep(name)}>
      {t(name)}
    </GuardedButton>
  );
  return (
    <Section title={t('title', { name: userName })}>
      <div className="columns">
        <div className="stack">
          <p>{t('signIn')}</p>
          <div className="actions">
            {button('accessKey', 'ram:CreateAccessKey')}
            {button('token', 'ram:CreateApiToken')}
          </div>
        </div>
        <div className="stack">
          <p>{t('permission')}</p>
          <div className="actions">
            {button('allow', 'ram:AttachPolicyToUser')}
            {button('attach', 'ram:AttachPolicyToUser')}
          </div>
        </div>
      </div>
      {step === 'accessKey' && <CreateAccessKey userName={userName} onClose={close} />}
      {step === 'token' && <CreateApiToken userName={userName} onClose={close} />}
      {step === 'attach' && (
        <AttachPolicy holder={{ type: 'user', name: userName }} onClose={close} />
      )}
      {step === 'allow' && <AllowKey userName={userName} onClose={close} />}
    </Section>
  );
}
