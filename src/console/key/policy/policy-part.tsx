import { useCallback } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { KeyPolicyTextDocument } from '../../../generated/documents/console/graphql.ts';
import { toFailure } from '../../api/failure.ts';
import { Loaded, Section } from '../../ui/page.tsx';
import { NeedsPermission } from '../needs-permission.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { useReadOnFocus } from '../use-read-on-focus.ts';
import { PolicyEditor } from './policy-editor.tsx';
import { WhatIf } from './what-if.tsx';

const NEEDED = 'kms:GetKeyPolicy';

/** The policy of the key, and what it comes to. */
export function PolicyPart() {
  const t = useTranslations('key.policy');
  const { key, may } = useOpenedKey();
  const mayRead = may(NEEDED);
  const [{ data, fetching, error }, read] = useQuery({
    query: KeyPolicyTextDocument,
    variables: { keyId: key.keyId },
    pause: mayRead !== true,
    requestPolicy: 'cache-and-network',
  });
  const readAgain = useCallback(() => {
    if (mayRead) read({ requestPolicy: 'network-only' });
  }, [read, mayRead]);
  useReadOnFocus(readAgain);
  return (
    <>
      <Section title={t('title')}>
        {mayRead === false ? (
          <NeedsPermission action={NEEDED} />
        ) : (
          <Loaded data={data?.key?.policy} isLoading={fetching} failure={toFailure(error)}>
            {(policy) => <PolicyEditor policy={policy} />}
          </Loaded>
        )}
      </Section>
      <WhatIf />
    </>
  );
}
