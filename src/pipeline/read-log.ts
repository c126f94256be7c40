import type { KmsError } from '#domain/errors.ts';

/** The reads of one request that are parts of a larger whole, such as the fields of a GraphQL query. */
export interface ReadLog {
  /** @param keyId the key that was read; null for a list, and for what belongs to no key */
  readonly note: (operation: string, refusal: KmsError | undefined, keyId: string | null) => void;
  /**
   * Writes the audit rows of the reads so far, with KEYWRIGHT_AUDIT_READS. Call it before the answer is sent: a read without
   * its row is not answered. @throws ServiceUnavailableError
   */
  readonly commit: () => Promise<void>;
}
