/** The longest message that is hashed here: WebCrypto takes it as a whole, so it must fit into memory. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Whether the browser offers cryptography: not to pages that came without HTTPS from elsewhere than this computer. */
export const canHash = (): boolean => window.isSecureContext;
