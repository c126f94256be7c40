import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { useSearchParams } from 'wouter';
import { KeyToTryDocument } from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { Loaded, Page } from '../ui/page.tsx';
import { KeyForms } from './key-forms.tsx';
import { KeyPicker } from './key-picker.tsx';
import './try-it.css';

/** Uses a key: nothing that is typed or returned is kept. The address has the id of the key and nothing else. */
export default function TryIt() {
  const t = useTranslations('tryIt');
  const [parameters, setParameters] = useSearchParams();
  const keyId = parameters.get('key') ?? '';
  const [{ data, fetching, error }] = useQuery({
    query: KeyToTryDocument,
    variables: { keyId },
    pause: keyId === '',
  });
  return (
    <Page title={t('title')}>
      <p className="lead">{t('lead')}</p>
      <div className="section">
        <KeyPicker
          label={t('pick')}
          onChoose={(key) => setParameters({ key: key.keyId }, { replace: true })}
        />
      </div>
      {keyId && (
        <Loaded data={data?.key} isLoading={fetching} failure={toFailure(error)}>
          {/* A new form for each key: nothing goes from one to the next. */}
          {(key) => <KeyForms key={key.keyId} value={key} />}
        </Loaded>
      )}
    </Page>
  );
}
