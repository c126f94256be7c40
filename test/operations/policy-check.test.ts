import { describe, expect, it } from 'vitest';
import { SYSTEM_POLICIES } from '#domain/policy/system-policies.ts';
import { checkPolicy } from '#operations/policy-check.ts';

const allowing = (...Action: string[]): string =>
  JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

describe('The check of a policy', () => {
  it('knows the actions of all services, and both of ReEncrypt', () => {
    const known = ['kms:Encrypt', 'ram:CreatePolicy', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
    expect(checkPolicy(allowing(...known, 'kms:encrypt*', 'ram:*', '*'), 'identity')).toEqual([]);
  });

  it.each(['kms:Encryption', 'kms:ReEncrypt', 'oss:*', 'ram:CreateGroup'])(
    'warns of %s',
    (action) => {
      expect(checkPolicy(allowing('kms:Encrypt', action), 'identity')).toEqual([
        { place: 'Statement[0].Action[1]', text: 'No action of this service matches.' },
      ]);
    },
  );

  it('throws for an invalid policy', () => {
    expect(() => checkPolicy('{}', 'identity')).toThrow('This is not an object with members');
  });

  it.each(SYSTEM_POLICIES.filter(({ name }) => /Administrator|Full|ReadOnly/.test(name)))(
    'finds nothing in $name',
    ({ document }) => {
      expect(checkPolicy(document, 'identity')).toEqual([]);
    },
  );
});
