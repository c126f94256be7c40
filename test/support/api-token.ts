import type { Kms } from './kms.ts';

export async function apiToken(kms: Kms): Promise<string> {
  const { id, secret } = await kms.addAccount();
  return btoa(`${id}:${secret}`);
}
