import { addUser, allowing } from '../support/identities.ts';
import { outcomeOf, whoCalls } from '../support/openid/kms.ts';
import { answerWithIdToken, begin, comeBack, get } from '../support/openid/sign-in.ts';
import type { SecretList } from './secret-list.ts';
import type { WatchedServer } from './watched-server.ts';

/** Adds a token. Of its three parts only the signature is a secret: the others may be public. */
function addToken(secrets: SecretList, name: string, token: string): string {
  secrets.add('OpenID token', name, token.split('.')[2] ?? '');
  return token;
}

/** Calls with access tokens and signs a browser in, each successfully and refused. @returns the statuses */
export async function useOpenId({ kms, secrets, issuer }: WatchedServer) {
  await addUser(kms, kms.deployment.accountId, allowing('kms:CreateKey'), 'alice');
  const statuses: Record<string, unknown> = {};
  const call = async (name: string, claims: Readonly<Record<string, unknown>> = {}) => {
    const token = addToken(secrets, name, await issuer.token({ claims }));
    [statuses[name]] = outcomeOf(await whoCalls(kms, token));
    return token;
  };
  const token = await call('an access token');
  await call('an expired access token', { exp: 1_000_000_000 });
  await call('an access token for another audience', { aud: 'https://other.example' });
  await call('an access token of another issuer', { iss: 'https://other.example' });
  await call('an access token of an unknown subject', { sub: 'nobody-knows' });
  const altered = secrets.letters('wrong credential', 'as the signature of an access token');
  const [header, payload] = token.split('.');
  [statuses['an altered access token']] = outcomeOf(
    await whoCalls(kms, `${header}.${payload}.${altered}`),
  );

  const code = (name: string) => ({ code: secrets.letters('OpenID token', `the code of ${name}`) });
  const begun = await begin(kms);
  await answerWithIdToken(issuer, begun.nonce);
  statuses['a sign-in'] = (await comeBack(kms, begun, code('a sign-in'))).status;
  statuses['another nonce'] = (await comeBack(kms, await begin(kms), code('another nonce'))).status;
  const body = JSON.stringify({
    error: 'invalid_grant',
    error_description: secrets.text('OpenID token', 'in an answer of the issuer'),
  });
  issuer.answers.set('/token', { status: 400, body });
  statuses['a wrong code'] = (await comeBack(kms, await begin(kms), code('a wrong code'))).status;
  const denied = {
    error: 'access_denied',
    error_description: secrets.text('wrong credential', 'in the address of a refusal'),
  };
  statuses['a refusal'] = (await comeBack(kms, await begin(kms), denied)).status;
  const path = `/sign-in/openid/test/callback?${new URLSearchParams(code('no cookie'))}`;
  statuses['no cookie'] = (await get(kms, path)).status;
  return statuses;
}
