import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { KeyOfAliasDocument } from '../../../generated/documents/console/graphql.ts';
import { GuardedButton } from '../../ui/button.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { titleOf } from '../title-of.ts';

interface MoveAliasProps {
  readonly name: string;
  readonly isMoving: boolean;
  readonly onMove: () => void;
}

/** Offers to move an alias here that names another key, and says which key it leaves. */
export function MoveAlias({ name, isMoving, onMove }: MoveAliasProps) {
  const t = useTranslations('key.aliases');
  const common = useTranslations('common');
  const { may } = useOpenedKey();
  const [{ data, fetching }] = useQuery({
    query: KeyOfAliasDocument,
    variables: { alias: name },
    requestPolicy: 'network-only',
  });
  const other = data?.key;

  return (
    <div className="banner" role="alert">
      <strong>{t('taken', { name })}</strong>
      <p>{t('takenHint')}</p>
      {fetching && <p>{common('loading')}</p>}
      {!fetching &&
        (other ? (
          <p>
            {t('takenBy')} <Link href={`/keys/${other.keyId}`}>{titleOf(other)}</Link>{' '}
            <code>{other.keyId}</code>
          </p>
        ) : (
          <p>{t('takenUnseen')}</p>
        ))}
      <GuardedButton may={may} needs="kms:UpdateAlias" isPending={isMoving} onPress={onMove}>
        {t('move')}
      </GuardedButton>
    </div>
  );
}
