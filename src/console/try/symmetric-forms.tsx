import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { DataKey } from './data-key.tsx';
import { Decrypt } from './decrypt.tsx';
import { Encrypt } from './encrypt.tsx';
import { FormTabs } from './form-tabs.tsx';
import { ReEncrypt } from './re-encrypt.tsx';
import type { Handed, Target } from './target.ts';
import { useSecretState } from './use-secret-state.ts';

/** What a symmetric key can do. */
export function SymmetricForms({ target }: { readonly target: Target }) {
  const t = useTranslations('tryIt');
  const [open, setOpen] = useState('encrypt');
  const [handed, setHanded] = useSecretState<Handed | undefined>(undefined);
  const decrypt = (made: Handed) => {
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
          content: <Encrypt target={target} onDecrypt={decrypt} />,
        },
        {
          id: 'decrypt',
          title: t('decrypt'),
          content: <Decrypt target={target} handed={handed} />,
        },
        { id: 'dataKey', title: t('dataKey'), content: <DataKey target={target} /> },
        { id: 'reEncrypt', title: t('reEncrypt'), content: <ReEncrypt target={target} /> },
      ]}
    />
  );
}
