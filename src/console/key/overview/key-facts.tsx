import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Facts, Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useOpenedKey } from '../opened-key.ts';

/** What never changes, and the versions. */
export function KeyFacts() {
  const t = useTranslations('key');
  const { key } = useOpenedKey();
  const facts: [string, ReactNode][] = [
    [t('facts.spec'), <Word key="" text={t(`specs.${key.keySpec}`)} word={key.keySpec} />],
    [
      t('facts.usage'),
      <Word key="" text={t(`usages.${key.keyUsage}`)} word={key.keyUsage.replace('_', '/')} />,
    ],
    [t('facts.origin'), <Word key="" text={t(`origins.${key.origin}`)} word={key.origin} />],
    [t('facts.protection'), t(`protections.${key.protectionLevel}`)],
    [t('facts.created'), <Time key="" value={key.creationDate} />],
    [t('facts.rotated'), <Time key="" value={key.lastRotationDate} />],
    [t('facts.creator'), key.creator],
  ];
  if (key.primaryKeyVersion)
    facts.push([t('facts.primary'), <code key="">{key.primaryKeyVersion}</code>]);
  return (
    <Section title={t('facts.title')}>
      <Facts facts={facts} />
    </Section>
  );
}

/** A value in words, with the word of the API. */
const Word = ({ text, word }: { readonly text: string; readonly word: string }) => (
  <>
    {text} <code className="wire">{word}</code>
  </>
);
