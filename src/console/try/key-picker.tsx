import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import {
  KeysToTryDocument,
  KeyToTryDocument,
  type KeyToTryFragment,
} from '../../generated/documents/console/graphql.ts';
import { SearchBox } from '../ui/search-box.tsx';

const PAUSE_MILLISECONDS = 250;
/** See `KeyFilter.search` in the schema. */
const MAX_SEARCH_CHARACTERS = 512;

/** A whole id, alias or ARN: such a key is read by its name, which needs no permission to list keys. */
const REFERENCE = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|alias\/.+|acs:kms:.+)$/i;

interface KeyPickerProps {
  readonly label: string;
  readonly onChoose: (key: KeyToTryFragment) => void;
}

/** Finds keys by words of their description or aliases, or by an id, alias or ARN. */
export function KeyPicker({ label, onChoose }: KeyPickerProps) {
  const t = useTranslations('tryIt');
  const state = useTranslations('keys.states');
  const [text, setText] = useState('');
  const [searched, setSearched] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearched(text.trim()), PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text]);
  const isReference = REFERENCE.test(searched);
  const search = searched.slice(0, MAX_SEARCH_CHARACTERS);
  const [found] = useQuery({
    query: KeysToTryDocument,
    variables: { filter: search ? { search } : null },
    pause: isReference,
    requestPolicy: 'cache-and-network',
  });
  const [named] = useQuery({
    query: KeyToTryDocument,
    variables: { keyId: searched },
    pause: !isReference,
  });
  const keys = isReference
    ? [named.data?.key].filter((key) => key != null)
    : (found.data?.keys?.edges.map(({ node }) => node) ?? []);
  const isSearching = found.fetching || named.fetching || text.trim() !== searched;
  return (
    <SearchBox
      label={label}
      placeholder={t('pickHint')}
      text={text}
      onType={setText}
      choices={keys.map(({ keyId, description, keySpec, keyState }) => ({
        value: keyId,
        label: description || keyId,
        description: `${keyId} · ${keySpec} · ${state(keyState)}`,
      }))}
      onChoose={(keyId) => {
        const key = keys.find((one) => one.keyId === keyId);
        setText('');
        if (key) onChoose(key);
      }}
      empty={isSearching ? t('searching') : t('noKey')}
    />
  );
}
