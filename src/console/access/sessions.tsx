import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  BrowserSessionsDocument,
  type BrowserSessionsQuery,
  EndBrowserSessionDocument,
} from '../../generated/documents/console/graphql.ts';
import { useMay } from '../api/may.ts';
import { useSend } from '../api/mutations.ts';
import { usePages } from '../api/use-pages.ts';
import { leave } from '../session/other-windows.ts';
import { identityArn, useViewer } from '../session/viewer.ts';
import { Badge } from '../ui/badge.tsx';
import { GuardedButton } from '../ui/button.tsx';
import type { ColumnOf } from '../ui/data-table.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { say } from '../ui/toasts.tsx';
import { EndAllSessions } from './end-all-sessions.tsx';
import { PagedTable } from './paged-table.tsx';
import { SignInLinks } from './sign-in-links.tsx';
import { Who } from './who.tsx';

type BrowserSession = NonNullable<BrowserSessionsQuery['browserSessions']>['edges'][number]['node'];

const NO_VARIABLES = {};
const pick = ({ browserSessions }: BrowserSessionsQuery) => browserSessions;
const ACTIONS = ['ram:EndBrowserSession', 'ram:EndSessions', 'ram:DeleteSignInLink'];

/** Browsers that are signed in, and links that can still be used. */
export function Sessions() {
  const t = useTranslations('access.sessions');
  const pages = usePages(BrowserSessionsDocument, NO_VARIABLES, pick);
  const may = useMay(identityArn(useViewer(), 'root'), ACTIONS);
  const [ending, setEnding] = useState<BrowserSession>();
  const [isEndingAll, setEndingAll] = useState(false);
  const columns: readonly ColumnOf<BrowserSession>[] = [
    {
      name: t('who'),
      isRowHeader: true,
      cell: (session) => (
        <>
          <Who {...session} /> {session.isCurrent && <Badge tone="good">{t('current')}</Badge>}
        </>
      ),
    },
    {
      name: t('browser'),
      cell: ({ address, userAgent }) => (
        <>
          {address ?? '–'}
          <span className="hint wrapped">{userAgent}</span>
        </>
      ),
    },
    { name: t('since'), cell: ({ creationDate }) => <Time value={creationDate} /> },
    { name: t('until'), cell: ({ expirationDate }) => <Time value={expirationDate} /> },
    {
      name: t('actions'),
      cell: (session) => (
        <GuardedButton
          look="danger"
          may={may}
          needs="ram:EndBrowserSession"
          onPress={() => setEnding(session)}
        >
          {t('end')}
        </GuardedButton>
      ),
    },
  ];
  return (
    <Page
      title={t('title')}
      actions={
        <GuardedButton
          look="danger"
          may={may}
          needs="ram:EndSessions"
          onPress={() => setEndingAll(true)}
        >
          {t('endAll')}
        </GuardedButton>
      }
    >
      <Section title={t('browsers')}>
        <PagedTable
          label={t('browsers')}
          pages={pages}
          columns={columns}
          idOf={({ sessionId }) => sessionId}
          empty={t('empty')}
        />
      </Section>
      <SignInLinks may={may} />
      {ending && <EndSession session={ending} onClose={() => setEnding(undefined)} />}
      {isEndingAll && <EndAllSessions onClose={() => setEndingAll(false)} />}
    </Page>
  );
}

interface EndSessionProps {
  readonly session: BrowserSession;
  readonly onClose: () => void;
}

function EndSession({ session, onClose }: EndSessionProps) {
  const t = useTranslations('access.sessions');
  const { send, isSending, failure } = useSend(EndBrowserSessionDocument);
  const { sessionId, isCurrent } = session;
  const confirm = async () => {
    // The own session ends by signing out, so that the browser forgets its cookie too.
    if (isCurrent) return leave();
    if (!(await send({ input: { sessionId } }))) return;
    onClose();
    say(t('ended'));
  };
  return (
    <ConfirmDialog
      title={t('endTitle')}
      action={t('end')}
      isOpen
      onClose={onClose}
      onConfirm={() => void confirm()}
      isSending={isSending}
      failure={failure}
    >
      <p>
        <Who {...session} />
      </p>
      <p>{t(isCurrent ? 'endOwnHint' : 'endHint')}</p>
    </ConfirmDialog>
  );
}
