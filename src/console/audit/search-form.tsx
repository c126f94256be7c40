import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCodes } from '../../generated/documents/error-codes.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/fields.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { FIELDS, type Field, type Search } from './filter.ts';

interface SearchFormProps {
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
}

const NOTHING = Object.fromEntries(FIELDS.map((field) => [field, ''])) as Search;

/** Which events to show. */
export function SearchForm({ search, onSearch }: SearchFormProps) {
  const t = useTranslations('audit');
  const [typed, setTyped] = useState(search);
  const set = (field: Field) => (value: string) => setTyped({ ...typed, [field]: value });
  const isReversed = typed.from !== '' && typed.to !== '' && typed.from >= typed.to;
  const outcomes = ['Done', 'Failed', ...errorCodes].filter((code) =>
    code.toLowerCase().includes(typed.outcome.toLowerCase()),
  );

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!isReversed) onSearch(typed);
  }

  return (
    <form className="section" aria-label={t('search')} onSubmit={submit}>
      <div className="fields search-fields">
        <TextField label={t('key')} value={typed.keyId} onChange={set('keyId')} isCode />
        <TextField
          label={t('principal')}
          placeholder="acs:ram::…:user/…"
          value={typed.principal}
          onChange={set('principal')}
          isCode
        />
        <TextField
          label={t('operation')}
          placeholder="Decrypt"
          value={typed.operation}
          onChange={set('operation')}
        />
        <SearchBox
          label={t('outcome')}
          choices={outcomes.map((value) => ({
            value,
            label: value,
            description:
              value === 'Done' ? t('done') : value === 'Failed' ? t('failed') : undefined,
          }))}
          text={typed.outcome}
          onType={set('outcome')}
          onChoose={set('outcome')}
          empty={t('noOutcome')}
          allowsOtherText
        />
        <TextField
          label={t('credential')}
          value={typed.credentialId}
          onChange={set('credentialId')}
          isCode
        />
        <TextField label={t('address')} value={typed.address} onChange={set('address')} isCode />
        <TextField
          label={t('from')}
          type="datetime-local"
          value={typed.from}
          onChange={set('from')}
        />
        <TextField
          label={t('to')}
          type="datetime-local"
          value={typed.to}
          onChange={set('to')}
          error={isReversed ? t('reversed') : undefined}
        />
      </div>
      <div className="actions">
        <Button look="primary" type="submit">
          {t('search')}
        </Button>
        <Button
          look="quiet"
          onPress={() => {
            setTyped(NOTHING);
            onSearch(NOTHING);
          }}
        >
          {t('clear')}
        </Button>
        <span className="hint">
          {t('zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
        </span>
      </div>
    </form>
  );
}
