import { listBrowserSessions } from '#operations/browser-session/list-browser-sessions.ts';
import { listSignInLinks } from '#operations/browser-session/list-sign-in-links.ts';
import { perform } from '#pipeline/perform.ts';
import type { Report, Session } from '../command/program.ts';
import { formatTable } from '../command/table.ts';

/** `list`: the browser sessions that have not ended, newest first. */
export async function list({ call }: Session): Promise<Report> {
  const { nodes } = await perform(listBrowserSessions, call, {});
  const sessions = nodes.sessions.map((session) => ({
    sessionId: session.id,
    userName: session.userName,
    accessKeyId: session.accessKeyId || null,
    apiTokenId: session.apiTokenId,
    issuer: session.issuer,
    subject: session.subject,
    createDate: session.createdAt,
    expirationDate: session.expiresAt,
    address: session.address,
    userAgent: session.userAgent,
  }));
  const table = () =>
    formatTable(
      ['SESSION ID', 'USER', 'BY', 'SINCE', 'UNTIL', 'FROM'],
      sessions.map(({ sessionId, userName, createDate, expirationDate, address, ...by }) => [
        sessionId,
        userName,
        by.accessKeyId ?? by.apiTokenId ?? by.subject,
        createDate,
        expirationDate,
        address,
      ]),
    );
  return { json: { sessions }, text: sessions.length > 0 ? table() : 'No browser is signed in.' };
}

/** `links`: the sign-in links that can still be used, newest first. */
export async function links({ call }: Session): Promise<Report> {
  const { nodes } = await perform(listSignInLinks, call, {});
  const signInLinks = nodes.links.map((link) => ({
    linkId: link.id,
    userName: link.userName,
    accessKeyId: link.accessKeyId,
    createDate: link.createdAt,
    expirationDate: link.expiresAt,
  }));
  const table = () =>
    formatTable(
      ['LINK ID', 'USER', 'BY', 'CREATED', 'UNTIL'],
      signInLinks.map(({ linkId, userName, accessKeyId, createDate, expirationDate }) => [
        linkId,
        userName,
        accessKeyId,
        createDate,
        expirationDate,
      ]),
    );
  return { json: { signInLinks }, text: signInLinks.length > 0 ? table() : 'No sign-in links.' };
}
