import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { userAddress } from './addresses.ts';

interface WhoProps {
  readonly userName: string | null;
  readonly accessKeyId: string | null;
  readonly issuer?: string | null;
  readonly subject?: string | null;
}

/** Who is signed in, and by what. */
export function Who({ userName, accessKeyId, issuer, subject }: WhoProps) {
  const t = useTranslations('access.sessions');
  return (
    <>
      {userName === null ? (
        t(issuer ? 'role' : 'root')
      ) : (
        <Link href={userAddress(userName)}>{userName}</Link>
      )}
      <span className="hint">
        <code>{accessKeyId ?? `${issuer ?? ''} ${subject ?? ''}`}</code>
      </span>
    </>
  );
}
