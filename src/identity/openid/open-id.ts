import { type Claims, canMapTo, type MappedIdentity, mapSubject } from '#domain/openid/claims.ts';
import type { IssuerSettings } from '#domain/openid/issuer-settings.ts';
import type { Identities, KnownIdentity } from '../identities.ts';
import { UnmappedSubjectError } from './errors.ts';
import { Issuer, type ReportProblem } from './issuer.ts';
import type { OpenIdSubject } from './subjects.ts';

interface OpenIdOptions {
  /** The account of the users and roles that subjects act as. */
  readonly accountId: string;
  readonly identities: Identities;
  readonly report: ReportProblem;
}

/** The issuers of the settings, and as whom their subjects act. */
export class OpenId {
  readonly accountId: string;
  readonly #identities: Identities;
  /** Tells the operator of a problem. */
  readonly report: ReportProblem;
  readonly #issuers: readonly Issuer[];

  constructor(
    issuers: readonly IssuerSettings[],
    { accountId, identities, report }: OpenIdOptions,
  ) {
    this.accountId = accountId;
    this.#identities = identities;
    this.report = report;
    this.#issuers = issuers.map((settings) => new Issuer(settings, report));
  }

  /** Those with which browsers can sign in. */
  get signInIssuers(): readonly Issuer[] {
    return this.#issuers.filter(({ settings }) => settings.signIn);
  }

  /** @param url the value of `iss` */
  findIssuer(url: string | undefined): Issuer | undefined {
    return this.#issuers.find(({ settings }) => settings.issuer === url);
  }

  /**
   * The user or role that a subject acts as, by its claims.
   * @throws UnmappedSubjectError if no rule maps it, or the user or role does not exist; ServiceUnavailableError
   */
  async findMapped(
    { settings: { mapping } }: Issuer,
    claims: Claims,
    { issuer, subject }: OpenIdSubject,
  ): Promise<KnownIdentity> {
    const mapped = mapSubject(mapping, claims);
    if (!mapped) {
      this.report('no rule maps a subject', { issuer, subject });
      throw new UnmappedSubjectError();
    }
    const known = await this.#identities.find(this.accountId, mapped);
    if (known) return known;
    this.report('a rule names a user or role that does not exist', { issuer, ...mapped });
    throw new UnmappedSubjectError();
  }

  /**
   * The user or role that a subject has signed in as; undefined if it was deleted, or if the settings no longer lead to it.
   * @throws ServiceUnavailableError
   */
  async findSignedIn(
    { issuer, subject }: OpenIdSubject,
    reference: { readonly type: MappedIdentity['type']; readonly id: string },
  ): Promise<KnownIdentity | undefined> {
    const settings = this.findIssuer(issuer)?.settings;
    if (!settings?.signIn) return undefined;
    const known = await this.#identities.find(this.accountId, reference);
    const { type } = reference;
    const isMapped =
      known && canMapTo(settings.mapping, subject, { type, name: known.identity.name });
    return isMapped ? known : undefined;
  }
}
