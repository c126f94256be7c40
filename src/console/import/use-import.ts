import { useState } from 'react';
import {
  ImportMaterialDocument,
  ImportParametersDocument,
  KeyToImportDocument,
} from '../../generated/documents/console/graphql.ts';
import { client } from '../api/client.ts';
import type { Failure } from '../api/failure.ts';
import { useSecretSend } from '../api/mutations.ts';
import { wrap } from './wrap.ts';

/** Imports material into a key: asks for a wrapping key, wraps the material here, and sends the result. */
export function useImport(keyId: string) {
  const parameters = useSecretSend(ImportParametersDocument);
  const material = useSecretSend(ImportMaterialDocument);
  const [isWrapping, setWrapping] = useState(false);

  async function send(bytes: Uint8Array<ArrayBuffer>, expireUnix: number): Promise<boolean> {
    parameters.clear();
    material.clear();
    const input = {
      keyId,
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      wrappingKeySpec: 'RSA_2048',
    } as const;
    const answer = (await parameters.send({ input }))?.getParametersForImport;
    if (!answer) return false;
    setWrapping(true);
    const encryptedKeyMaterial = await wrap(bytes, answer.publicKey).finally(() =>
      setWrapping(false),
    );
    const { importToken } = answer;
    const sent = await material.send({
      input: { keyId, encryptedKeyMaterial, importToken, keyMaterialExpireUnix: expireUnix },
    });
    if (!sent?.importKeyMaterial) return false;
    // The answer went past the cache: every view reads the key again.
    await client
      .query(KeyToImportDocument, { keyId }, { requestPolicy: 'network-only' })
      .toPromise();
    return true;
  }

  const failure: Failure | undefined = parameters.failure ?? material.failure;
  return { send, isSending: parameters.isSending || isWrapping || material.isSending, failure };
}
