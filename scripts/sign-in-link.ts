// npm run sign-in-link [-- <access key id>]: a new link for the browser, made beside a running server.
import { environment, readConfig } from '#config.ts';
import { addressesOf } from '#http/browser-origin.ts';
import { LINK_MINUTES, makeSignInToken } from '#identity/sign-in-links.ts';
import { DatabaseError } from '#store/database-error.ts';
import { openStoreBeside } from '#store/store.ts';
import { readAddress } from '../src/address-file.ts';
import { endWith } from '../src/explain.ts';

async function makeLink(wanted: string | undefined): Promise<void> {
  const config = readConfig(environment());
  await using store = await openStoreBeside({ ...config, report: () => {} });
  const deployment = await store.db.deployment.findUnique({ where: { id: 1 } });
  const accessKey = await store.db.accessKey.findFirst({
    where: { accountId: deployment?.accountId ?? '', enabled: true, ...(wanted && { id: wanted }) },
    orderBy: { createdAt: 'asc' },
  });
  if (!accessKey) throw new DatabaseError(wanted ? `There is no enabled access key ${wanted}.` : 'There is no enabled access key.');
  const token = await makeSignInToken(store.commit, { accountId: accessKey.accountId, accessKeyId: accessKey.id }, new Date());
  const address = config.database.kind === 'sqlite' ? readAddress(config.dataDir) : undefined;
  console.log(`${address ?? addressesOf(config.host, config.port, config.publicUrl).url}/sign-in#${token}`);
  console.error(
    `It works once, for ${LINK_MINUTES} minutes.${address || config.database.kind === 'postgresql' ? '' : ' No server is running on this folder now: start it first.'}`,
  );
}

try {
  await makeLink(process.argv[2]);
} catch (error) {
  endWith('There is no link.', error);
}
