import { useTranslations } from 'use-intl';
import { Facts } from '../ui/page.tsx';
import { BytesView } from './bytes-view.tsx';
import type { Target } from './target.ts';

/** What a decryption returned. */
export interface DecryptedData {
  readonly keyId: string;
  readonly keyVersionId: string;
  readonly plaintext: string;
}

interface DecryptedProps {
  readonly data: DecryptedData;
  readonly target: Target;
}

/** A decrypted plaintext, and the key that decrypted it. */
export function Decrypted({ data, target }: DecryptedProps) {
  const t = useTranslations('tryIt');
  return (
    <>
      <BytesView label={t('plaintext')} base64={data.plaintext} />
      {data.keyId !== target.key.keyId && <p className="hint">{t('otherKey')}</p>}
      <Facts
        facts={[
          [t('keyUsed'), <code key="key">{data.keyId}</code>],
          [t('versionUsed'), <code key="version">{data.keyVersionId}</code>],
        ]}
      />
    </>
  );
}
