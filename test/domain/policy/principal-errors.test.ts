import { describe, expect, it } from 'vitest';
import { AT, errorOf, IN_CONDITION, key, ME, policy, REST } from '../../support/policy-errors.ts';

describe('A key policy cannot have', () => {
  it.each([
    ['no principal', policy(`{${REST}}`), AT],
    ['everybody', key('{"RAM":"*"}'), `${AT}.Principal.RAM`],
    ['a string as principal', key('"*"'), `${AT}.Principal`],
    ['a wildcard in a name', key('{"RAM":["acs:ram::1:user/*"]}'), `${AT}.Principal.RAM[0]`],
    ['a session', key('{"RAM":["acs:ram::1:role/r/s"]}'), `${AT}.Principal.RAM[0]`],
    ['a group', key('{"RAM":["acs:ram::1:group/g"]}'), `${AT}.Principal.RAM[0]`],
    ['a service', key('{"RAM":["acs:ram::1:root"],"Service":["ecs"]}'), `${AT}.Principal.Service`],
    ['actions of other services', key(ME, '"Action":"ram:*","Resource":"*"'), `${AT}.Action`],
    ['all actions of all services', key(ME, '"Action":"*","Resource":"*"'), `${AT}.Action`],
    [
      'NotAction',
      key(ME, '"Action":"kms:*","NotAction":"kms:*","Resource":"*"'),
      `${AT}.NotAction`,
    ],
    [
      'another resource',
      key(ME, '"Action":"kms:*","Resource":["acs:kms:*:*:key/a"]'),
      `${AT}.Resource[0]`,
    ],
    [
      'other characters in a Sid',
      key(ME, '"Action":"kms:*","Resource":"*","Sid":"a\\"b"'),
      `${AT}.Sid`,
    ],
  ])('%s', (_name, text, place) => {
    expect(errorOf(text, 'key').place).toBe(place);
  });
});

describe('A trust policy cannot have', () => {
  const rest = '"Action":"sts:AssumeRole"';
  it.each([
    ['another action', key(ME, '"Action":"sts:*"'), `${AT}.Action`],
    ['a resource', key(ME, `${rest},"Resource":"*"`), `${AT}.Resource`],
    ['a service', key('{"Service":["ecs.aliyuncs.com"]}', rest), `${AT}.Principal.Service`],
    [
      'tags',
      key(ME, `${rest},"Condition":{"StringEquals":{"kms:tag/a":"b"}}`),
      `${IN_CONDITION}.StringEquals.kms:tag/a`,
    ],
  ])('%s', (_name, text, place) => {
    expect(errorOf(text, 'trust').place).toBe(place);
  });
});
