import { memo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { ListedKeyFragment } from '../../generated/documents/console/graphql.ts';
import { Badge } from '../ui/badge.tsx';

import { STATE_TONES } from '../ui/key-words.ts';
import { Time } from '../ui/time.tsx';
import { RowCheckbox } from './row-checkbox.tsx';
import { RowCopy } from './row-copy.tsx';
import type { Selection } from './selection.ts';

interface KeyRowProps {
  readonly keyMetadata: ListedKeyFragment;
  readonly index: number;
  readonly isSelected: boolean;
  readonly onSelect: Selection['set'];
}

const MAX_SHOWN = 300;

/** Beginning and end of an id: the beginnings of ids that were made one after another are alike. */
const shorten = (keyId: string): string => `${keyId.slice(0, 8)}…${keyId.slice(-6)}`;

/** One key of the list. */
export const KeyRow = memo(function KeyRow(props: KeyRowProps) {
  const { keyMetadata, index, isSelected, onSelect } = props;
  const { keyId, description, keyState, keySpec, keyUsage, origin, creationDate } = keyMetadata;
  const t = useTranslations('keys');
  // What somebody wrote is text of any length and form; a row shows the beginning of it on one line.
  const name = description.slice(0, MAX_SHOWN).trim();
  return (
    <tr aria-rowindex={index + 2} className={isSelected ? 'key-row selected' : 'key-row'}>
      <td className="select-cell">
        <RowCheckbox
          label={t('select', { name: name || keyId })}
          isSelected={isSelected}
          onSelect={(selected, isRange) => onSelect(index, selected, isRange)}
        />
      </td>
      <th scope="row" className="name-cell">
        <Link href={`/keys/${keyId}`} title={name} className={name ? '' : 'hint'}>
          {name || t('noDescription')}
        </Link>
        <span className="id-line">
          <span className="phone-only">{keySpec} · </span>
          <code title={keyId}>{shorten(keyId)}</code>
          <RowCopy text={keyId} label={t('idOf', { name: name || keyId })} />
        </span>
      </th>
      <td className="aliases-cell">
        <Aliases aliases={keyMetadata.aliases} />
      </td>
      <td className="state-cell">
        <span title={keyState}>
          <Badge tone={STATE_TONES[keyState]}>{t(`states.${keyState}`)}</Badge>
        </span>
      </td>
      <td className="spec-cell">{keySpec}</td>
      <td className="usage-cell" title={keyUsage}>
        {t(`usages.${keyUsage}`)}
      </td>
      <td className="origin-cell" title={origin}>
        {t(`origins.${origin}`)}
      </td>
      <td className="created-cell">
        <Time value={creationDate} isShort />
      </td>
    </tr>
  );
});

function Aliases({ aliases }: Pick<ListedKeyFragment, 'aliases'>) {
  const t = useTranslations();
  const format = useFormatter();
  if (!aliases)
    return (
      <span className="hint" title={t('common.needs', { action: 'kms:ListAliasesByKeyId' })}>
        –
      </span>
    );
  const names = aliases.edges.map(({ node }) => node.aliasName.replace(/^alias\//, ''));
  const more = aliases.totalCount - names.length;
  const text = names.join(', ');
  return (
    <span title={text}>
      {text}
      {more > 0 && ` ${t('keys.moreAliases', { count: format.number(more) })}`}
    </span>
  );
}
