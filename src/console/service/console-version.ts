declare const CONSOLE_VERSION: string;

/** Release that this page was built from (vite.config.ts). */
export const consoleVersion: string = CONSOLE_VERSION;
