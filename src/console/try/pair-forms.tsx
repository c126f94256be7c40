import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { VersionsToTryDocument } from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { Loaded } from '../ui/page.tsx';
import { FormTabs } from './form-tabs.tsx';
import { PairDecrypt } from './pair-decrypt.tsx';
import { type PairCiphertext, PairEncrypt } from './pair-encrypt.tsx';
import type { PairTarget } from './pair-target.ts';
import { Sign, type Signed } from './sign.tsx';
import type { Target } from './target.ts';
import { useSecretState } from './use-secret-state.ts';
import { Verify } from './verify.tsx';

/** What a key pair can do, once its versions are known: each operation names one. */
export function PairForms({ target }: { readonly target: Target }) {
  const { keyId, keyUsage } = target.key;
  const [{ data, fetching, error }] = useQuery({
    query: VersionsToTryDocument,
    variables: { keyId },
  });
  const [first, ...others] = (data?.key?.versions?.edges ?? [])
    .map(({ node }) => node)
    .toReversed();
  const pair: PairTarget | undefined = first && { ...target, versions: [first, ...others] };
  return (
    <Loaded data={pair} isLoading={fetching} failure={toFailure(error)}>
      {(loaded) =>
        keyUsage === 'SIGN_VERIFY' ? (
          <SigningForms target={loaded} />
        ) : (
          <EncryptingForms target={loaded} />
        )
      }
    </Loaded>
  );
}

function SigningForms({ target }: { readonly target: PairTarget }) {
  const t = useTranslations('tryIt');
  const [open, setOpen] = useState('sign');
  const [handed, setHanded] = useSecretState<Signed | undefined>(undefined);
  const verify = (signed: Signed) => {
    setHanded(signed);
    setOpen('verify');
  };
  return (
    <FormTabs
      open={open}
      onOpen={setOpen}
      forms={[
        { id: 'sign', title: t('sign'), content: <Sign target={target} onVerify={verify} /> },
        { id: 'verify', title: t('verify'), content: <Verify target={target} handed={handed} /> },
      ]}
    />
  );
}

function EncryptingForms({ target }: { readonly target: PairTarget }) {
  const t = useTranslations('tryIt');
  const [open, setOpen] = useState('encrypt');
  const [handed, setHanded] = useSecretState<PairCiphertext | undefined>(undefined);
  const decrypt = (made: PairCiphertext) => {
    setHanded(made);
    setOpen('decrypt');
  };
  return (
    <FormTabs
      open={open}
      onOpen={setOpen}
      forms={[
        {
          id: 'encrypt',
          title: t('encrypt'),
          content: <PairEncrypt target={target} onDecrypt={decrypt} />,
        },
        {
          id: 'decrypt',
          title: t('decrypt'),
          content: <PairDecrypt target={target} handed={handed} />,
        },
      ]}
    />
  );
}
