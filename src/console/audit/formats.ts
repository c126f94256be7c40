import type { EventFragment } from '../../generated/documents/console/graphql.ts';
import { csvRecord } from './csv.ts';

/** How a file has events. */
export interface Format {
  readonly extension: string;
  readonly mediaType: string;
  readonly begin: string;
  readonly event: (event: EventFragment) => string;
}

const COLUMNS = [
  'time',
  'eventId',
  'operation',
  'outcome',
  'principal',
  'credentialType',
  'credentialId',
  'sessionId',
  'address',
  'userAgent',
  'surface',
  'keyId',
  'otherKeyIds',
  'keyVersionId',
  'requestId',
  'encryptionContextDigest',
  'targetKeyFingerprint',
  'durationMilliseconds',
  'details',
] as const satisfies readonly (keyof EventFragment)[];

const detailsOf = ({ details }: EventFragment) =>
  Object.fromEntries(details.map(({ name, value }) => [name, value]));

/** The formats of an export. */
export const FORMATS = {
  jsonl: {
    extension: 'jsonl',
    mediaType: 'application/jsonl',
    begin: '',
    event: (event) =>
      `${JSON.stringify(
        Object.fromEntries(
          COLUMNS.map((name) => [name, name === 'details' ? detailsOf(event) : event[name]]),
        ),
      )}\n`,
  },
  csv: {
    extension: 'csv',
    mediaType: 'text/csv;charset=utf-8',
    begin: csvRecord(COLUMNS),
    event: (event) =>
      csvRecord(
        COLUMNS.map((name) => {
          if (name === 'details') return JSON.stringify(detailsOf(event));
          const value = event[name];
          return Array.isArray(value) ? value.join(' ') : String(value ?? '');
        }),
      ),
  },
} satisfies Readonly<Record<string, Format>>;

/** A format of an export. */
export type FormatName = keyof typeof FORMATS;
