// npm run sign-in-link [-- <access key id>]: a new link for the browser, made beside a running server.
import { existsSync } from 'node:fs';
import { environment, readConfig } from '#config.ts';
import { addressesOf } from '#http/browser-origin.ts';
import { makeSignInToken } from '#identity/sign-in-links.ts';
import { databaseFile, openStoreBeside } from '#store/store.ts';
import { readAddress } from '../src/address-file.ts';

const config = readConfig(environment());
if (!existsSync(databaseFile(config.databaseUrl))) {
  console.error('There is no database yet: npm start makes one, and prints a link.');
  process.exit(1);
}
await using store = openStoreBeside(config.databaseUrl, (error) => console.error(String(error)));
const [wanted] = process.argv.slice(2);
const deployment = await store.db.deployment.findUnique({ where: { id: 1 } });
const accessKey = await store.db.accessKey.findFirst({
  where: { accountId: deployment?.accountId ?? '', enabled: true, ...(wanted && { id: wanted }) },
  orderBy: { createdAt: 'asc' },
});
if (!accessKey) {
  console.error(wanted ? `There is no enabled access key ${wanted}.` : 'There is no enabled access key.');
  process.exit(1);
}
const token = await makeSignInToken(store.commit, { accountId: accessKey.accountId, accessKeyId: accessKey.id }, new Date());
const url = readAddress(config.dataDir) ?? addressesOf(config.host, config.port, config.publicUrl).url;
console.log(`${url}/sign-in#${token}`);
