import { describe, expect, it } from 'vitest';
import { condition, errorOf, IN_CONDITION } from '../../support/policy-errors.ts';

describe('A condition cannot have', () => {
  it.each([
    ['an empty condition', condition('{}'), IN_CONDITION],
    [
      'an operator in another case',
      condition('{"stringEquals":{"kms:tag/a":"b"}}'),
      `${IN_CONDITION}.stringEquals`,
    ],
    [
      'an operator of AWS',
      condition('{"StringEqualsIfExists":{"kms:tag/a":"b"}}'),
      `${IN_CONDITION}.StringEqualsIfExists`,
    ],
    ['an operator without keys', condition('{"Bool":{}}'), `${IN_CONDITION}.Bool`],
    [
      'another key',
      condition('{"StringEquals":{"acs:SourceVpc":"b"}}'),
      `${IN_CONDITION}.StringEquals.acs:SourceVpc`,
    ],
    [
      'a tag without a name',
      condition('{"StringEquals":{"kms:tag/":"b"}}'),
      `${IN_CONDITION}.StringEquals.kms:tag/`,
    ],
    [
      'a key twice in two cases',
      condition('{"Bool":{"acs:MFAPresent":true,"acs:mfapresent":true}}'),
      `${IN_CONDITION}.Bool.acs:mfapresent`,
    ],
    [
      'no values',
      condition('{"StringEquals":{"kms:tag/a":[]}}'),
      `${IN_CONDITION}.StringEquals.kms:tag/a`,
    ],
    [
      'null as a value',
      condition('{"StringEquals":{"kms:tag/a":["b",null]}}'),
      `${IN_CONDITION}.StringEquals.kms:tag/a[1]`,
    ],
    [
      'IpAddress for a text',
      condition('{"IpAddress":{"kms:KeySpec":"10.0.0.1"}}'),
      `${IN_CONDITION}.IpAddress.kms:KeySpec`,
    ],
    [
      'StringEquals for a time',
      condition('{"StringEquals":{"acs:CurrentTime":"x"}}'),
      `${IN_CONDITION}.StringEquals.acs:CurrentTime`,
    ],
    [
      'StringLike for an address',
      condition('{"StringLike":{"acs:SourceIp":"10.*"}}'),
      `${IN_CONDITION}.StringLike.acs:SourceIp`,
    ],
    [
      'NumericEquals for a spec',
      condition('{"NumericEquals":{"kms:KeySpec":1}}'),
      `${IN_CONDITION}.NumericEquals.kms:KeySpec`,
    ],
    [
      'DateEquals for a tag',
      condition('{"DateEquals":{"kms:tag/a":"2026-01-01T00:00:00Z"}}'),
      `${IN_CONDITION}.DateEquals.kms:tag/a`,
    ],
  ])('%s', (_name, text, place) => {
    expect(errorOf(text)).toMatchObject({ place, advice: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it.each([
    [
      'IpAddress',
      'acs:SourceIp',
      [
        '10.0.0',
        '10.0.0.256',
        '010.0.0.1',
        '10.0.0.0/33',
        '10.0.0.0/',
        '::1/129',
        '::g',
        'fe80::1%eth0',
        '10.0.0.0/08',
        '::ffff:10.0.0.1/95',
        '',
      ],
    ],
    [
      'DateLessThan',
      'acs:CurrentTime',
      [
        '2026-01-01',
        '2026-01-01T00:00:00',
        '2026-02-30T00:00:00Z',
        '1767225600',
        '2026-01-01T00:00:00+24:00',
      ],
    ],
    ['Bool', 'acs:SecureTransport', ['True', 'yes', '1', '']],
    ['NumericEquals', 'kms:tag/n', ['', 'x', '1e3', ' 1', '.5', '1234567890123456', '0x10']],
  ])('malformed values of %s', (operator, name, values) => {
    for (const value of values)
      expect(
        errorOf(condition(JSON.stringify({ [operator]: { [name]: ['1', value].slice(1) } }))),
      ).toMatchObject({
        place: `${IN_CONDITION}.${operator}.${name}[0]`,
      });
  });
});
