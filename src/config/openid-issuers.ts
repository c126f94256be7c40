import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import type { IssuerSettings } from '#domain/openid/issuer-settings.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { ConfigError } from './config-error.ts';
import { type IssuerEntry, openIdFile } from './openid-schema.ts';

const SETTING = 'KEYWRIGHT_OPENID_FILE';
/** More would only repeat what is wrong. */
const MAX_PROBLEMS = 5;

/** The issuers of OpenID Connect, and the files with their secrets. */
export interface OpenIdConfig {
  readonly issuers: readonly IssuerSettings[];
  readonly secretFiles: readonly string[];
}

/**
 * Reads the file that KEYWRIGHT_OPENID_FILE names; no issuers without one.
 * @throws ConfigError that names each wrong field, without its value
 */
export function readOpenIdConfig(file: string | undefined): OpenIdConfig {
  if (file === undefined) return { issuers: [], secretFiles: [] };
  const { success, data, error } = openIdFile.safeParse(readJson(file));
  if (!success)
    throw new ConfigError(error.issues.flatMap(sentencesOf).slice(0, MAX_PROBLEMS).join(' '));
  const folder = dirname(resolve(file));
  const secretFiles = data.issuers.flatMap(({ signIn }) =>
    signIn?.clientSecretFile
      ? [resolve(folder, signIn.clientSecretFile)]
      : signIn?.clientSecret
        ? [file]
        : [],
  );
  return {
    issuers: data.issuers.map((entry, index) => toIssuer(entry, folder, index)),
    secretFiles: [...new Set(secretFiles)],
  };
}

function readJson(file: string): unknown {
  const text = readText(file, SETTING);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ConfigError(`${SETTING} must name a file that holds JSON.`);
  }
}

function readText(file: string, namedBy: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`The file that ${namedBy} names cannot be read (${code}).`);
  }
}

function toIssuer({ title, signIn, ...entry }: IssuerEntry, folder: string, index: number) {
  return Object.freeze({
    ...entry,
    title: title ?? entry.name,
    signIn: signIn && {
      clientId: signIn.clientId,
      clientSecret: secretOf(signIn, folder, `${SETTING}: issuers[${index}].signIn`),
      scopes: signIn.scopes,
      requiredClaims: signIn.requiredClaims,
    },
  }) satisfies IssuerSettings;
}

function secretOf(
  { clientSecret, clientSecretFile }: NonNullable<IssuerEntry['signIn']>,
  folder: string,
  place: string,
): SecretBytes | undefined {
  const field = `${place}.clientSecretFile`;
  const secret =
    clientSecretFile === undefined
      ? clientSecret
      : readText(resolve(folder, clientSecretFile), field).trim();
  if (secret === '') throw new ConfigError(`The file that ${field} names is empty.`);
  return secret === undefined ? undefined : SecretBytes.ofText(secret, 'client secret');
}

/** `KEYWRIGHT_OPENID_FILE: issuers[0].accessTokens.audience must be …` */
function sentencesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) => `${SETTING}: ${pathOf([...issue.path, key])} is not a known field.`,
    );
  const expected = issue.message.startsWith('must be ')
    ? issue.message
    : issue.code === 'invalid_type'
      ? `must be an ${issue.expected}`
      : 'is not valid';
  return [`${SETTING}: ${pathOf(issue.path)} ${expected}.`];
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || 'its content';
