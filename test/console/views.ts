import type { SampleData } from './sample-data.ts';

/** Every view, by the name of its picture: its path below /console. */
export const viewsOf = ({
  keyId,
  keyPairId,
  externalKeyId,
  deletedKeyId,
}: SampleData): Readonly<Record<string, string>> => ({
  keys: '',
  key: `/keys/${keyId}`,
  'key-versions': `/keys/${keyId}?tab=versions`,
  'key-policy': `/keys/${keyId}?tab=policy`,
  'key-use': `/keys/${keyId}?tab=use`,
  'key-audit': `/keys/${keyId}?tab=audit`,
  'key-pair': `/keys/${keyPairId}`,
  'pending-deletion': `/keys/${deletedKeyId}`,
  import: `/keys/${externalKeyId}/import`,
  create: '/create',
  try: `/try?key=${keyId}`,
  'try-pair': `/try?key=${keyPairId}`,
  users: '/access/users',
  user: '/access/users/ann',
  roles: '/access/roles',
  role: '/access/roles/auditor',
  policies: '/access/policies',
  policy: '/access/policies/Custom/use-keys',
  tokens: '/access/tokens',
  sessions: '/access/sessions',
  'what-if': '/access/what-if',
  audit: '/audit',
  service: '/service',
});
