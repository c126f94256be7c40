import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { KeyToTryFragment } from '../../generated/documents/console/graphql.ts';
import { useMay } from '../api/may.ts';
import { Badge } from '../ui/badge.tsx';
import { Facts } from '../ui/page.tsx';
import { PairForms } from './pair-forms.tsx';
import { SymmetricForms } from './symmetric-forms.tsx';

const ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:AsymmetricEncrypt',
  'kms:AsymmetricDecrypt',
  'kms:AsymmetricSign',
  'kms:AsymmetricVerify',
] as const;

/** The chosen key, and the operations that fit its usage. */
export function KeyForms({ value: key }: { readonly value: KeyToTryFragment }) {
  const t = useTranslations('tryIt');
  const may = useMay(key.arn, ACTIONS);
  const state = useTranslations('keys.states')(key.keyState);
  const isEnabled = key.keyState === 'Enabled';
  const refusal = isEnabled ? undefined : t('notEnabled', { state });
  const target = { key, may, refusal };
  return (
    <>
      <section className="section chosen-key" aria-label={t('chosen')}>
        <Facts
          facts={[
            [
              t('chosen'),
              <Link key="key" href={`/keys/${key.keyId}`}>
                <span className="clipped">{key.description || key.keyId}</span>
              </Link>,
            ],
            [t('spec'), <code key="spec">{key.keySpec}</code>],
            [t('usage'), t(`usages.${key.keyUsage}`)],
            [
              t('state'),
              <Badge key="state" tone={isEnabled ? 'good' : 'bad'}>
                {state}
              </Badge>,
            ],
          ]}
        />
      </section>
      {key.keySpec.startsWith('Aliyun_') ? (
        <SymmetricForms target={target} />
      ) : (
        <PairForms target={target} />
      )}
    </>
  );
}
