import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { CreatePolicyDocument } from '../../generated/documents/console/graphql.ts';
import { useSend } from '../api/mutations.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { Checkbox, errorOf, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';
import { useAttachments } from './attachments.ts';
import { type FoundKey, keyIdIn, useFoundKeys } from './find-keys.ts';
import { KeyField } from './key-field.tsx';
import { GRANTS, type Grant, grantName, grantPolicy } from './key-grant.ts';

/** Four hexadecimal digits. `crypto.randomUUID` is only there over https and on the same computer. */
const randomPart = () =>
  [...crypto.getRandomValues(new Uint8Array(2))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

interface AllowKeyProps {
  readonly userName: string;
  readonly onClose: () => void;
}

/** Lets a user use one key: makes a policy, which is shown before, and attaches it. */
export function AllowKey({ userName, onClose }: AllowKeyProps) {
  const t = useTranslations('access.allow');
  const create = useSend(CreatePolicyDocument);
  const { attach, detach, isSending, failure } = useAttachments({ type: 'user', name: userName });
  const [typed, setTyped] = useState('');
  const [lastKey, setLastKey] = useState<FoundKey>();
  const [chosen, setChosen] = useState<ReadonlySet<Grant['name']>>(new Set(['describe', 'list']));
  const [name, setName] = useState('');
  const [created, setCreated] = useState<string>();

  const found = useFoundKeys(typed);
  const keyId = keyIdIn(typed);
  const match = found.keys.find((one) => one.keyId === keyId);
  // A key that was found stays while it is looked for by its id.
  if (match && match.keyId !== lastKey?.keyId) {
    setLastKey(match);
    setName(grantName(userName, match.keyId, randomPart()));
  }
  const key = lastKey?.keyId === keyId ? lastKey : undefined;
  const toggle = (grant: Grant['name'], isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(grant);
    else next.delete(grant);
    setChosen(next);
  };
  const offered = key ? GRANTS.filter(({ suits }) => suits(key)) : [];
  const effective = new Set(offered.map((one) => one.name).filter((one) => chosen.has(one)));
  const document = key && grantPolicy(key.arn, effective);

  async function submit() {
    if (!document) return;
    const policy = { policyType: 'Custom' as const, policyName: name };
    // If only attaching failed, the policy is there already.
    if (created !== name) {
      const description = t('policyDescription', { name: userName });
      const input = { policyName: name, policyDocument: document, description };
      if (!(await create.send({ input }))) return;
      setCreated(name);
    }
    if (!(await attach(policy))) return;
    onClose();
    say(t('done', { name: userName }), () => void detach(policy));
  }

  return (
    <FormDialog
      title={t('titleFor', { name: userName })}
      action={t('allow')}
      onSubmit={() => void submit()}
      onClose={onClose}
      isSending={create.isSending || isSending}
      isDisabled={!key || effective.size === 0 || name === ''}
      failure={create.failure ?? failure}
    >
      <KeyField
        label={t('key')}
        description={
          key ? `${key.description || t('noDescription')} · ${key.keySpec}` : t('keyHint')
        }
        value={typed}
        onChange={setTyped}
        found={found}
        chooses="keyId"
        autoFocus
      />
      {key && (
        <>
          <fieldset className="grants">
            <legend>{t('what')}</legend>
            {offered.map((grant) => (
              <Checkbox
                key={grant.name}
                isSelected={chosen.has(grant.name)}
                onChange={(isChosen) => toggle(grant.name, isChosen)}
                isDisabled={created === name}
              >
                <span>
                  {t(`grants.${grant.name}`)}{' '}
                  <span className="hint">
                    <code>{grant.actions.join(', ')}</code>
                  </span>
                </span>
              </Checkbox>
            ))}
          </fieldset>
          <TextField
            label={t('name')}
            description={t('nameHint')}
            value={name}
            onChange={setName}
            error={errorOf(create.failure, 'policyName')}
            isRequired
            isCode
          />
          {effective.size > 0 && document && <CodeBlock code={document} label={t('preview')} />}
        </>
      )}
    </FormDialog>
  );
}
