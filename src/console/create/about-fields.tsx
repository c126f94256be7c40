import { useFormatter, useTranslations } from 'use-intl';
import { Checkbox, TextField } from '../ui/fields.tsx';
import { Section } from '../ui/page.tsx';
import { TagFields } from '../ui/tag-fields.tsx';
import { lengthOf, MAX_DESCRIPTION } from './faults.ts';
import type { FormProps } from './form-props.ts';

/** What people and programs find the key by. All of it can be changed later. */
export function AboutFields({ wanted, onChange, faultOf }: FormProps) {
  const t = useTranslations('create');
  const format = useFormatter();
  const { description, tags } = wanted;
  const fault = faultOf('tags', 'tags');
  return (
    <Section title={t('about')}>
      <TextField
        label={t('description')}
        description={
          <>
            {t('descriptionHint')}{' '}
            <span className="counter">
              {t('counter', {
                count: format.number(lengthOf(description)),
                most: format.number(MAX_DESCRIPTION),
              })}
            </span>
          </>
        }
        rows={3}
        value={description}
        onChange={(value) => onChange({ description: value })}
        error={faultOf('description', 'description')}
      />
      <AliasField wanted={wanted} onChange={onChange} faultOf={faultOf} />
      <TagFields
        label={t('tags')}
        tags={tags}
        onChange={(value) => onChange({ tags: value })}
        error={fault}
      />
    </Section>
  );
}

/** Who may use and destroy it. */
export function SafetyFields({ wanted, onChange, faultOf }: FormProps) {
  const t = useTranslations('create');
  const { policy, allowLockout, isProtected } = wanted;
  return (
    <Section title={t('safety')}>
      <TextField
        label={t('policy')}
        description={t('policyHint')}
        rows={6}
        isCode
        value={policy}
        onChange={(value) => onChange({ policy: value })}
        error={faultOf('policy', 'policy')}
      />
      {policy.trim() && (
        <Checkbox isSelected={allowLockout} onChange={(value) => onChange({ allowLockout: value })}>
          <span>
            {t('allowLockout')}
            <span className="hint">{t('allowLockoutHint')}</span>
          </span>
        </Checkbox>
      )}
      <Checkbox isSelected={isProtected} onChange={(value) => onChange({ isProtected: value })}>
        <span>
          {t('protect')}
          <span className="hint">{t('protectHint')}</span>
        </span>
      </Checkbox>
      {isProtected && <ReasonField wanted={wanted} onChange={onChange} faultOf={faultOf} />}
    </Section>
  );
}

/** The alias to create after the key. */
export function AliasField({ wanted, onChange, faultOf }: FormProps) {
  const t = useTranslations('create');
  return (
    <TextField
      label={t('alias')}
      description={t('aliasHint')}
      placeholder="alias/payroll"
      isCode
      value={wanted.alias}
      onChange={(value) => onChange({ alias: value })}
      error={faultOf('alias')}
    />
  );
}

/** Why the key is protected from deletion. */
export function ReasonField({ wanted, onChange, faultOf }: FormProps) {
  const t = useTranslations('create');
  return (
    <TextField
      label={t('reason')}
      value={wanted.protectionReason}
      onChange={(value) => onChange({ protectionReason: value })}
      error={faultOf('protectionReason')}
    />
  );
}
