import { useTranslations } from 'use-intl';
import { Radios } from '../ui/choices.tsx';
import { Checkbox, TextField } from '../ui/fields.tsx';
import { KEY_SPECS, KEY_USAGES, ORIGINS } from '../ui/key-words.ts';
import { Section } from '../ui/page.tsx';
import type { FormProps } from './form-props.ts';
import { canRotate, isSymmetric, usagesOf } from './wanted.ts';

/** What kind of key it is. None of it can be changed later, except the rotation. */
export function KindFields({ wanted, onChange, faultOf }: FormProps) {
  const t = useTranslations('create');
  const { spec, usage, origin, isRotated, rotationDays } = wanted;
  const isExternal = origin === 'EXTERNAL';
  const rotationRefusal = canRotate(wanted) ? undefined : t('noRotation');
  return (
    <Section title={t('kind')}>
      <p className="hint">{t('kindHint')}</p>
      <Radios
        label={t('spec')}
        choices={KEY_SPECS.map((value) => ({
          value,
          label: value,
          description: t(`specs.${value}`),
          refusal: isExternal && !isSymmetric(value) ? t('noImport') : undefined,
        }))}
        value={spec}
        onChange={(value) => onChange({ spec: value })}
      />
      <Radios
        label={t('usage')}
        choices={KEY_USAGES.map((value) => ({
          value,
          label: t(`usages.${value}`),
          description: t(`usageHints.${value}`),
          refusal: usagesOf(spec).includes(value) ? undefined : t('noUsage', { spec }),
        }))}
        value={usage}
        onChange={(value) => onChange({ usage: value })}
      />
      <Radios
        label={t('origin')}
        choices={ORIGINS.map((value) => ({
          value,
          label: t(`origins.${value}`),
          description: t(`originHints.${value}`),
          refusal: value === 'EXTERNAL' && !isSymmetric(spec) ? t('noImport') : undefined,
        }))}
        value={origin}
        onChange={(value) => onChange({ origin: value })}
      />
      <Radios
        label={t('protection')}
        choices={[
          { value: 'SOFTWARE', label: 'SOFTWARE', description: t('software') },
          { value: 'HSM', label: 'HSM', description: t('hsm'), refusal: t('noHsm') },
        ]}
        value="SOFTWARE"
        onChange={() => undefined}
      />
      <Checkbox
        isSelected={isRotated}
        onChange={(value) => onChange({ isRotated: value })}
        isDisabled={rotationRefusal !== undefined}
      >
        <span>
          {t('rotate')}
          <span className="hint">{t('rotateHint')}</span>
          {rotationRefusal && <span className="refusal">{rotationRefusal}</span>}
        </span>
      </Checkbox>
      {isRotated && (
        <TextField
          label={t('rotationDays')}
          description={t('rotationDaysHint')}
          type="number"
          value={rotationDays}
          onChange={(value) => onChange({ rotationDays: value })}
          error={faultOf('rotationDays', 'rotationInterval')}
        />
      )}
    </Section>
  );
}
