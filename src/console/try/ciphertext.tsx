import { useTranslations } from 'use-intl';
import { CodeBlock } from '../ui/code-block.tsx';
import { Facts } from '../ui/page.tsx';

interface CiphertextProps {
  readonly base64: string;
  readonly keyVersionId: string;
}

/** A ciphertext that was made, and the version of the key that made it. */
export function Ciphertext({ base64, keyVersionId }: CiphertextProps) {
  const t = useTranslations('tryIt');
  return (
    <div className="wrapped">
      <CodeBlock label={t('ciphertext')} code={base64} />
      <Facts facts={[[t('versionUsed'), <code key="version">{keyVersionId}</code>]]} />
    </div>
  );
}
