import type {
  CreateAccessKeyMutation,
  CreateApiTokenMutation,
} from '../../generated/documents/console/graphql.ts';
import type { NewSecret } from './secret-dialog.tsx';

type CreatedKey = NonNullable<CreateAccessKeyMutation['createAccessKey']>;
type CreatedToken = NonNullable<CreateApiTokenMutation['createApiToken']>;

/** Texts around a secret. */
export interface SecretTexts {
  readonly title: string;
  readonly id: string;
  readonly secret: string;
}

/** An access key with its secret, by the environment variables that the cloud's SDKs read. */
export const secretOfKey = (
  { accessKey: { accessKeyId }, accessKeySecret }: CreatedKey,
  texts: SecretTexts,
): NewSecret => ({
  title: texts.title,
  fileName: accessKeyId,
  values: [
    { label: texts.id, variable: 'ALIBABA_CLOUD_ACCESS_KEY_ID', value: accessKeyId },
    { label: texts.secret, variable: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', value: accessKeySecret },
  ],
});

/** An API token. */
export const secretOfToken = (
  { apiToken: { tokenId }, token }: CreatedToken,
  texts: Pick<SecretTexts, 'title' | 'secret'>,
): NewSecret => ({
  title: texts.title,
  fileName: tokenId,
  values: [{ label: texts.secret, variable: 'KEYWRIGHT_TOKEN', value: token }],
});
