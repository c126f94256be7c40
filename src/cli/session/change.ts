import { deleteSignInLink } from '#operations/browser-session/delete-sign-in-link.ts';
import { endBrowserSession } from '#operations/browser-session/end-browser-session.ts';
import { perform } from '#pipeline/perform.ts';
import type { Report, Session } from '../command/program.ts';

/** `end <id>`. */
export async function end({ call }: Session, sessionId: string): Promise<Report> {
  await perform(endBrowserSession, call, { sessionId });
  return { json: { endedSessionId: sessionId }, text: `Ended the browser session ${sessionId}.` };
}

/** `delete-link <id>`. */
export async function deleteLink({ call }: Session, linkId: string): Promise<Report> {
  await perform(deleteSignInLink, call, { linkId });
  return { json: { deletedLinkId: linkId }, text: `Deleted the sign-in link ${linkId}.` };
}
