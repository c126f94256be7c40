import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { download } from '../ui/download.ts';
import { Checkbox } from '../ui/fields.tsx';

/** A secret, shown once: names of environment variables and their values. */
export interface NewSecret {
  readonly title: string;
  readonly fileName: string;
  readonly values: readonly {
    readonly label: string;
    readonly variable: string;
    readonly value: string;
  }[];
}

interface SecretDialogProps {
  readonly secret: NewSecret;
  readonly onClose: () => void;
}

const asEnv = ({ values }: NewSecret) =>
  values.map(({ variable, value }) => `${variable}=${value}\n`).join('');

const asJson = ({ values }: NewSecret) =>
  `${JSON.stringify(Object.fromEntries(values.map(({ variable, value }) => [variable, value])), null, 2)}\n`;

/** Shows a secret that nobody can read later. Only its own button closes it, once the reader has stored the secret. */
export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  const t = useTranslations('access.secret');
  const [isStored, setStored] = useState(false);
  useEffect(() => {
    // A browser may keep a page that was left in memory, to show it again.
    window.addEventListener('pagehide', onClose);
    return () => window.removeEventListener('pagehide', onClose);
  }, [onClose]);
  return (
    <Dialog title={secret.title} isOpen onClose={onClose} isDismissable={false}>
      <p>{t('once')}</p>
      <dl className="secret">
        {secret.values.map(({ label, variable, value }) => (
          <div key={variable}>
            <dt>{label}</dt>
            <dd>
              <code>{value}</code>
              <CopyButton text={value} label={label} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="actions secret-files">
        <Button onPress={() => download(`${secret.fileName}.env`, 'text/plain', asEnv(secret))}>
          {t('env')}
        </Button>
        <Button
          onPress={() => download(`${secret.fileName}.json`, 'application/json', asJson(secret))}
        >
          {t('json')}
        </Button>
      </div>
      <Checkbox isSelected={isStored} onChange={setStored}>
        {t('stored')}
      </Checkbox>
      <div className="actions">
        <Button look="primary" isDisabled={!isStored} onPress={onClose}>
          {t('done')}
        </Button>
      </div>
    </Dialog>
  );
}
