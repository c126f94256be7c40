import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { KeyPublicKeyDocument } from '../../../generated/documents/console/graphql.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, GuardedButton } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/page.tsx';
import { useOpenedKey } from '../opened-key.ts';

/** A button that shows the public key of a version. */
export function PublicKey({ keyVersionId }: { readonly keyVersionId: string }) {
  const t = useTranslations('key.versions');
  const common = useTranslations('common');
  const { may } = useOpenedKey();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <GuardedButton
        look="quiet"
        may={may}
        needs="kms:GetPublicKey"
        aria-label={t('show', { id: keyVersionId })}
        onPress={() => setOpen(true)}
      >
        {common('show')}
      </GuardedButton>
      <Dialog title={t('publicKey')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Pem keyVersionId={keyVersionId} />
        <div className="actions">
          <Button onPress={() => setOpen(false)}>{common('close')}</Button>
        </div>
      </Dialog>
    </>
  );
}

function Pem({ keyVersionId }: { readonly keyVersionId: string }) {
  const t = useTranslations('key.versions');
  const { keyId } = useOpenedKey().key;
  const [{ data, fetching, error }] = useQuery({
    query: KeyPublicKeyDocument,
    variables: { keyId, keyVersionId },
  });
  return (
    <Loaded data={data?.keyVersion?.publicKey} isLoading={fetching} failure={toFailure(error)}>
      {(pem) => <CodeBlock code={pem} label={t('publicKeyOf', { id: keyVersionId })} />}
    </Loaded>
  );
}
