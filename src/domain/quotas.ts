/**
 * The pools of operations, and how many requests a second the cloud allows one account in each (help page "Performance
 * data", March 2026). Its pools of secrets have no counterpart here.
 */
export const CLOUD_QUOTAS = {
  /** Reads of keys, versions, aliases and tags. */
  reads: 50,
  /** Only ListResourceTags. */
  'tag-lists': 300,
  'create-key': 10,
  /** All other changes of keys, versions, aliases, tags and key policies. */
  changes: 30,
  /** Symmetric. The page of ReEncrypt still says 750, as all pages did before July 2025. */
  cryptography: 1_000,
  'asymmetric-cryptography': 200,
  /** OpenKmsService and DescribeAccountKmsStatus. */
  activation: 1,
  /** No page names a number; that of KMS's own reads. */
  ram: 50,
  /** An older page of AssumeRole; the unit of the newer number is lost. */
  sts: 100,
} as const;

/** A pool of operations that share a quota. */
export type QuotaPool = keyof typeof CLOUD_QUOTAS;
/** All pools. */
export const QUOTA_POOLS = Object.keys(CLOUD_QUOTAS) as readonly QuotaPool[];

/** Requests a second of one account, for the pools that have a quota. 1/n: one request in n seconds. */
export type QuotaValues = Readonly<Partial<Record<QuotaPool, number>>>;
