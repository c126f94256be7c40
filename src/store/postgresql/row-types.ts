import pg from 'pg';

const { builtins } = pg.types;

/** Sessions are in UTC, and the text of a `timestamp` has no zone. pg would take it as the zone of this machine. */
const utcTime = (text: string): Date => new Date(`${text.replace(' ', 'T')}Z`);

/** Values of rows as Prisma's client returns them. */
export const ROW_TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === builtins.TIMESTAMP) return utcTime;
    const parse = pg.types.getTypeParser(oid, format as 'text');
    return oid === builtins.BYTEA ? (text: string) => new Uint8Array(parse(text) as Buffer) : parse;
  }) as pg.CustomTypesConfig['getTypeParser'],
};
