import { useRef, useState } from 'react';
import {
  AliasNewKeyDocument,
  CreateKeyDocument,
  type CreateKeyMutation,
  ProtectNewKeyDocument,
} from '../../generated/documents/console/graphql.ts';
import type { Failure } from '../api/failure.ts';
import { useSend } from '../api/mutations.ts';
import { forgetList } from '../keys/kept-list.ts';
import { useClientToken } from './use-client-token.ts';
import { aliasOf, inputOf, type Wanted } from './wanted.ts';

/** What `createKey` returns of the key. */
export type NewKey = NonNullable<CreateKeyMutation['createKey']>;

/** What a failure is about. */
type Step = 'create' | 'alias' | 'protect';

/** Why a part failed. */
export type Failures = Readonly<Record<Step, Failure | undefined>>;

/** Makes a key, then its alias, then its protection: each once, however often it is tried. */
export function useCreate() {
  const create = useSend(CreateKeyDocument);
  const alias = useSend(AliasNewKeyDocument);
  const protect = useSend(ProtectNewKeyDocument);
  const tokenOf = useClientToken();
  const [made, setMade] = useState<NewKey>();
  const done = useRef(new Set<Step>());
  const isUnderWay = useRef(false);

  async function makeAll(wanted: Wanted): Promise<NewKey | undefined> {
    const key = made ?? (await makeKey(wanted));
    if (!key) return undefined;
    const { keyId } = key;
    const aliasName = aliasOf(wanted);
    if (aliasName && !done.current.has('alias')) {
      if (!(await alias.send({ input: { keyId, aliasName } }))?.createAlias) return undefined;
      done.current.add('alias');
    }
    if (wanted.isProtected && !done.current.has('protect')) {
      const input = {
        key: { keyId },
        enableDeletionProtection: true,
        deletionProtectionDescription: wanted.protectionReason,
      };
      if (!(await protect.send({ input }))?.setDeletionProtection) return undefined;
      done.current.add('protect');
    }
    return key;
  }

  async function makeKey(wanted: Wanted): Promise<NewKey | undefined> {
    const input = inputOf(wanted);
    const data = await create.send({ input: { ...input, clientToken: tokenOf(input) } });
    const key = data?.createKey ?? undefined;
    if (!key) return undefined;
    setMade(key);
    forgetList(); // it is read again, with this key
    return key;
  }

  const failures: Failures = {
    create: create.failure,
    alias: alias.failure,
    protect: protect.failure,
  };
  return {
    /** @returns the key once everything is done; undefined if a part failed */
    async make(wanted: Wanted): Promise<NewKey | undefined> {
      if (isUnderWay.current) return undefined;
      isUnderWay.current = true;
      try {
        return await makeAll(wanted);
      } finally {
        isUnderWay.current = false;
      }
    },
    /** The key, if it is made and something after it failed. */
    made,
    isSending: create.isSending || alias.isSending || protect.isSending,
    failures,
  };
}
