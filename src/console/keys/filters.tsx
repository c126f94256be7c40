import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type May, useMay } from '../api/may.ts';
import { aliasesArn, useViewer } from '../session/viewer.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/choices.tsx';
import { TextField } from '../ui/fields.tsx';
import { KEY_SPECS, KEY_STATES, KEY_USAGES, ORIGINS } from '../ui/key-words.ts';
import { ALL_KEYS, countFilters, type KeysAddress } from './keys-address.ts';
import { useTyped } from './use-typed.ts';

const ALIASES = 'kms:ListAliases';
const TAGS = 'kms:ListTagResources';
const NEEDED = [ALIASES] as const;

interface FiltersProps {
  readonly address: KeysAddress;
  /** Knows `kms:ListTagResources`. */
  readonly may: May;
  /** @param isTyped it is one of many changes: the last address is replaced */
  readonly onChange: (change: Partial<KeysAddress>, isTyped?: boolean) => void;
}

/** How a field is shown that searches by what the caller may not list. */
function useRefusal(may: May, needs: string) {
  const t = useTranslations('common');
  return may(needs) === false
    ? { isDisabled: true, description: t('needs', { action: needs }) }
    : undefined;
}

/** Search, sort, and the filters, which open on demand. */
export function Filters({ address, may, onChange }: FiltersProps) {
  const t = useTranslations('keys');
  const withoutAliases = useRefusal(useMay(aliasesArn(useViewer()), NEEDED), ALIASES);
  const count = countFilters(address);
  const [isOpen, setOpen] = useState(count > 0);
  const [search, setSearch] = useTyped(address.search, (text) => onChange({ search: text }, true));
  return (
    <search className="filters">
      <div className="filter-line">
        <TextField
          label={t('search')}
          type="search"
          placeholder={t('searchHint')}
          value={search}
          onChange={setSearch}
          maxLength={512}
          {...withoutAliases}
        />
        <Select
          label={t('sort')}
          choices={[
            { value: 'newest', label: t('newest') },
            { value: 'oldest', label: t('oldest') },
          ]}
          value={address.sort}
          onChange={(sort) => onChange({ sort })}
        />
        <div className="actions">
          <Button
            aria-expanded={isOpen}
            aria-controls="key-filters"
            onPress={() => setOpen(!isOpen)}
          >
            {t('filters', { count })}
          </Button>
          {(count > 0 || address.search) && (
            <Button look="quiet" onPress={() => onChange({ ...ALL_KEYS, sort: address.sort })}>
              {t('clearFilters')}
            </Button>
          )}
        </div>
      </div>
      <div id="key-filters" hidden={!isOpen} className="section">
        <FilterFields
          address={address}
          onChange={onChange}
          withoutAliases={withoutAliases}
          withoutTags={useRefusal(may, TAGS)}
        />
      </div>
    </search>
  );
}

const ALL = 'all';

type Refusal = ReturnType<typeof useRefusal>;

interface FilterFieldsProps extends Omit<FiltersProps, 'may'> {
  readonly withoutAliases: Refusal;
  readonly withoutTags: Refusal;
}

function FilterFields({ address, onChange, withoutAliases, withoutTags }: FilterFieldsProps) {
  const t = useTranslations('keys');
  const all = { value: ALL, label: useTranslations('common')('all') } as const;
  const [tagKey, setTagKey] = useTyped(address.tagKey, (text) => onChange({ tagKey: text }, true));
  const [tagValue, setTagValue] = useTyped(address.tagValue, (text) =>
    onChange({ tagValue: text }, true),
  );
  const [alias, setAlias] = useTyped(address.alias, (text) => onChange({ alias: text }, true));
  return (
    <div className="fields">
      <Select
        label={t('state')}
        choices={[all, ...KEY_STATES.map((value) => ({ value, label: t(`states.${value}`) }))]}
        value={address.state || ALL}
        onChange={(value) => onChange({ state: value === ALL ? '' : value })}
      />
      <Select
        label={t('spec')}
        choices={[all, ...KEY_SPECS.map((value) => ({ value, label: value }))]}
        value={address.spec || ALL}
        onChange={(value) => onChange({ spec: value === ALL ? '' : value })}
      />
      <Select
        label={t('usage')}
        choices={[all, ...KEY_USAGES.map((value) => ({ value, label: t(`usages.${value}`) }))]}
        value={address.usage || ALL}
        onChange={(value) => onChange({ usage: value === ALL ? '' : value })}
      />
      <Select
        label={t('origin')}
        choices={[all, ...ORIGINS.map((value) => ({ value, label: t(`origins.${value}`) }))]}
        value={address.origin || ALL}
        onChange={(value) => onChange({ origin: value === ALL ? '' : value })}
      />
      <TextField
        label={t('tagKey')}
        value={tagKey}
        onChange={setTagKey}
        maxLength={128}
        isCode
        {...withoutTags}
      />
      <TextField
        label={t('tagValue')}
        placeholder={t('anyValue')}
        value={tagValue}
        onChange={setTagValue}
        maxLength={128}
        isDisabled={!tagKey}
        isCode
      />
      <TextField
        label={t('alias')}
        placeholder="alias/…"
        value={alias}
        onChange={setAlias}
        maxLength={255}
        isCode
        {...withoutAliases}
      />
    </div>
  );
}
