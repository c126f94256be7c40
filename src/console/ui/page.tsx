import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { Failure } from '../api/failure.ts';
import { FailureNotice } from './failure-notice.tsx';

interface PageProps {
  readonly title: string;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A view: its title, which is that of the window too, and its content. */
export function Page({ title, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Keywright`;
  }, [title]);
  return (
    <>
      <header className="page-header">
        <h1>{title}</h1>
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

interface SectionProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a view. */
export const Section = ({ title, actions, children }: SectionProps) => (
  <section className="section" aria-label={title}>
    <header className="section-header">
      <h2>{title}</h2>
      {actions && <div className="actions">{actions}</div>}
    </header>
    {children}
  </section>
);

interface LoadedProps<Data> {
  readonly data: Data | null | undefined;
  readonly isLoading: boolean;
  readonly failure: Failure | undefined;
  readonly children: (data: Data) => ReactNode;
}

/** What was read; while it is read, that it is; otherwise why it failed. */
export function Loaded<Data>({ data, isLoading, failure, children }: LoadedProps<Data>) {
  const t = useTranslations('common');
  return (
    <>
      <FailureNotice failure={failure} />
      {data
        ? children(data)
        : isLoading && (
            <p role="status" className="loading">
              {t('loading')}
            </p>
          )}
    </>
  );
}

interface FactsProps {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}

/** Names and values. */
export const Facts = ({ facts }: FactsProps) => (
  <dl className="facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
