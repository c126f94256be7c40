/** A statement of a key policy. */
export interface KeyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: { readonly RAM: readonly string[] };
  readonly Action: readonly string[];
  readonly Condition?: object;
}

/** A key policy of these statements, as JSON. */
export const keyPolicyText = (...statements: readonly KeyStatement[]): string =>
  JSON.stringify({
    Version: '1',
    Statement: statements.map((statement) => ({ ...statement, Resource: ['*'] })),
  });
