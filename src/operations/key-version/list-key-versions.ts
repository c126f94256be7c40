import { z } from 'zod';
import { keyReference, pageNumber, pageSize } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { readPage } from '#store/read/page.ts';
import { describeVersion, keyVersion } from '../common/key-versions.ts';
import { page } from '../common/outputs.ts';

export const listKeyVersions = keyOperation({
  name: 'ListKeyVersions',
  summary: 'Returns the versions of a key, oldest first.',
  effect: 'read',
  key: { accepts: ['id', 'alias'] },
  input: z.strictObject({ keyId: keyReference, pageNumber, pageSize }),
  output: z.object({ keyVersions: z.object({ keyVersion: z.array(keyVersion) }), ...page }),
  async handler({ call, key }, { pageNumber, pageSize }) {
    const { backgroundDb } = call.services;
    const where = { keyId: key.id };
    const select = { id: true, keyId: true, createdAt: true };
    const { rows, totalCount } = await readPage(
      call.services,
      {
        count: () => backgroundDb.keyVersion.count({ where }),
        read: (db, part) =>
          db.keyVersion.findMany({ where, select, orderBy: { id: 'asc' }, ...part }),
      },
      pageNumber,
      pageSize,
    );
    return {
      keyVersions: { keyVersion: rows.map(describeVersion) },
      pageNumber,
      pageSize,
      totalCount,
    };
  },
});
