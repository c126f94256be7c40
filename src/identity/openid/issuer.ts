import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { ServerMetadata } from 'openid-client';
import { type IssuerSettings, isProtectedUrl } from '#domain/openid/issuer-settings.ts';
import { fetchJson } from './bounded-fetch.ts';
import { IssuerUnavailableError } from './errors.ts';
import { RemoteValue } from './remote-value.ts';

const HOUR_MS = 3_600_000;

/** Tells the operator what is wrong, and where. The fields never contain a token. */
export type ReportProblem = (problem: string, fields: Readonly<Record<string, unknown>>) => void;

/** An issuer of the settings: what it publishes about itself, and its keys. */
export class Issuer {
  readonly settings: IssuerSettings;
  readonly #metadata: RemoteValue<ServerMetadata>;
  readonly #keys: RemoteValue<JWTVerifyGetKey>;

  constructor(settings: IssuerSettings, report: ReportProblem) {
    this.settings = settings;
    const keepMs = settings.keepKeysHours * HOUR_MS;
    const failed = (what: string) => (error: unknown) =>
      report(`the issuer did not return its ${what}`, { issuer: settings.issuer, error });
    this.#metadata = new RemoteValue(() => this.#fetchMetadata(), keepMs, failed('metadata'));
    this.#keys = new RemoteValue((now) => this.#fetchKeys(now), keepMs, failed('keys'));
  }

  /** Its discovery document (OpenID Connect Discovery §4). @throws IssuerUnavailableError */
  metadata(now: Date): Promise<ServerMetadata> {
    return this.#metadata.get(now);
  }

  /**
   * Finds the key of a token: first among the known ones, then among those that the issuer has now.
   * @throws IssuerUnavailableError, also if too many tokens name unknown keys; JWKSNoMatchingKey if the issuer answers and has
   * no such key
   */
  readonly keyAt =
    (now: Date): JWTVerifyGetKey =>
    async (header, token) => {
      let keys = await this.#keys.get(now);
      for (;;) {
        try {
          return await keys(header, token);
        } catch (error) {
          if (!(error instanceof errors.JWKSNoMatchingKey) || this.#keys.isAsOf(now)) throw error;
        }
        keys = await this.#keys.renew(now); // one that has begun before may be without a new key: then once more
      }
    };

  async #fetchMetadata(): Promise<ServerMetadata> {
    const { issuer } = this.settings;
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const metadata = await fetchJson(url);
    if (metadata.issuer !== issuer)
      throw new IssuerUnavailableError('the discovery document is that of another issuer');
    return metadata as unknown as ServerMetadata;
  }

  async #fetchKeys(now: Date): Promise<JWTVerifyGetKey> {
    const url = this.settings.jwksUri ?? (await this.metadata(now)).jwks_uri ?? '';
    if (!isProtectedUrl(url)) throw new IssuerUnavailableError('it has no jwks_uri with https');
    const keys = await fetchJson(url);
    try {
      return createLocalJWKSet(keys as unknown as Parameters<typeof createLocalJWKSet>[0]);
    } catch (error) {
      throw new IssuerUnavailableError(error);
    }
  }
}
