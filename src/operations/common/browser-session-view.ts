export type { BrowserSessionRow, SignInLinkRow } from '#store/read/browser-sessions.ts';
