import { toSecond } from '#domain/time.ts';
import { deleteSignInLink } from '#operations/browser-session/delete-sign-in-link.ts';
import { endBrowserSession } from '#operations/browser-session/end-browser-session.ts';
import { endSessions } from '#operations/session/end-sessions.ts';
import { perform } from '#pipeline/perform.ts';
import { confirm } from '../command/confirm.ts';
import type { Report, Session } from '../command/program.ts';

/** `end <id>`. */
export async function end({ call }: Session, sessionId: string): Promise<Report> {
  await perform(endBrowserSession, call, { sessionId });
  return { json: { endedSessionId: sessionId }, text: `Ended the browser session ${sessionId}.` };
}

/** `end-all`. */
export async function endAll({ call, options }: Session): Promise<Report> {
  const { accountId } = call.principal;
  await confirm(
    accountId,
    'This signs all browsers of the account out, and ends all sessions of its roles.',
    options,
  );
  const { sessionsValidAfter } = await perform(endSessions, call, {});
  return {
    json: { sessionsValidAfter },
    text: `Ended all sessions that were begun before ${toSecond(sessionsValidAfter)}.`,
  };
}

/** `delete-link <id>`. */
export async function deleteLink({ call }: Session, linkId: string): Promise<Report> {
  await perform(deleteSignInLink, call, { linkId });
  return { json: { deletedLinkId: linkId }, text: `Deleted the sign-in link ${linkId}.` };
}
