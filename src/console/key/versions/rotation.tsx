import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { KeyRotationDocument } from '../../../generated/documents/console/graphql.ts';
import { useSend } from '../../api/mutations.ts';
import { GuardedButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { errorOf, TextField } from '../../ui/fields.tsx';
import { Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { say } from '../../ui/toasts.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { useStateRefusal } from '../use-state-refusal.ts';
import { wholeNumber } from '../whole-number.ts';

const DAY_SECONDS = 86_400;
const DEFAULT_DAYS = 365;

/** Days of an interval such as `604800s`. */
const daysOf = (interval: string | null | undefined): number | undefined =>
  interval ? Number.parseInt(interval, 10) / DAY_SECONDS : undefined;

/** Automatic rotation of the key. */
export function Rotation() {
  const t = useTranslations('key.rotation');
  const { key, may } = useOpenedKey();
  const refusal = useStateRefusal()(['Enabled']);
  const { keyId, automaticRotation, rotationInterval, nextRotationDate } = key;
  const present = automaticRotation === 'Disabled' ? undefined : daysOf(rotationInterval);
  const [typed, setTyped] = useState<string>();
  const [isInvalid, setInvalid] = useState(false);
  const change = useSend(KeyRotationDocument);
  const days = typed ?? String(present ?? DEFAULT_DAYS);

  async function set(interval: number | undefined, isUndo = false) {
    const input = {
      keyId,
      enableAutomaticRotation: interval !== undefined,
      ...(interval !== undefined && { rotationInterval: `${interval}d` }),
    };
    if (!(await change.send({ input }))) return;
    setTyped(undefined);
    say(
      t(interval === undefined ? 'turnedOff' : 'turnedOn'),
      isUndo ? undefined : () => void set(present, true),
    );
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (change.isSending) return;
    const number = wholeNumber(days, 7, 730);
    setInvalid(number === undefined);
    if (number !== undefined) void set(number);
  }

  if (key.origin === 'EXTERNAL' || !key.keySpec.startsWith('Aliyun_'))
    return (
      <Section title={t('title')}>
        <p className="hint">{t('unsupported')}</p>
      </Section>
    );
  const guard = { may, needs: 'kms:UpdateRotationPolicy', refusal };
  const isOn = present !== undefined;
  return (
    <Section title={t('title')}>
      <form onSubmit={submit} className="stack">
        <p>
          {isOn ? t('on', { days: present }) : t('off')}{' '}
          {automaticRotation === 'Suspended' && t('suspended')}
          {automaticRotation === 'Enabled' && (
            <span>
              {t('next')}: <Time value={nextRotationDate} />
            </span>
          )}
        </p>
        <div className="in-line">
          <TextField
            label={t('days')}
            description={t('daysHint')}
            type="number"
            value={days}
            onChange={setTyped}
            error={isInvalid ? t('daysInvalid') : errorOf(change.failure, 'rotationInterval')}
            isReadOnly={refusal !== undefined}
          />
          <div className="actions">
            <GuardedButton {...guard} type="submit" isPending={change.isSending}>
              {t(isOn ? 'change' : 'turnOn')}
            </GuardedButton>
            {isOn && (
              <GuardedButton {...guard} onPress={() => void set(undefined)}>
                {t('turnOff')}
              </GuardedButton>
            )}
          </div>
        </div>
        <FailureNotice failure={change.failure} />
      </form>
    </Section>
  );
}
