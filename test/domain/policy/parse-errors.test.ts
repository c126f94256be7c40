import { describe, expect, it } from 'vitest';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import { AT, errorOf, ME, policy, REST } from '../../support/policy-errors.ts';

describe('An identity policy cannot have', () => {
  it.each([
    ['nothing', '', ''],
    ['something else than an object', '[]', ''],
    ['a comment', `/* */${policy(`{${REST}}`)}`, ''],
    ['a trailing comma', policy(`{${REST},}`), AT],
    ['something after the document', `${policy(`{${REST}}`)} 1`, ''],
    ['an unclosed list', '{"Version":"1","Statement":[', 'Statement[0]'],
    ['another version', `{"Version":"2","Statement":[{${REST}}]}`, 'Version'],
    ['a number as version', `{"Version":1,"Statement":[{${REST}}]}`, 'Version'],
    ['no version', `{"Statement":[{${REST}}]}`, ''],
    ['a lone statement', `{"Version":"1","Statement":{${REST}}}`, 'Statement'],
    ['no statements', '{"Version":"1","Statement":[]}', 'Statement'],
    ['another element', `{"Version":"1","Id":"x","Statement":[{${REST}}]}`, 'Id'],
    [
      'another element of a statement',
      policy(`{${REST}}`, `{${REST},"Sid":"x"}`),
      'Statement[1].Sid',
    ],
    ['NotResource', policy(`{${REST},"NotResource":"*"}`), `${AT}.NotResource`],
    ['Principal', policy(`{${REST},"Principal":${ME}}`), `${AT}.Principal`],
    ['duplicate members', policy(`{${REST},"Effect":"Deny"}`), `${AT}.Effect`],
    [
      'members that are duplicate in another spelling',
      policy(`{${REST},"\\u0045ffect":"Deny"}`),
      `${AT}.Effect`,
    ],
    [
      'an effect in another case',
      policy('{"Effect":"deny","Action":"*","Resource":"*"}'),
      `${AT}.Effect`,
    ],
    ['no effect', policy('{"Action":"*","Resource":"*"}'), AT],
    ['no action', policy('{"Effect":"Deny","Resource":"*"}'), AT],
    ['no resource', policy('{"Effect":"Deny","Action":"*"}'), AT],
    ['Action and NotAction', policy(`{${REST},"NotAction":"kms:*"}`), AT],
    ['an empty list', policy('{"Effect":"Deny","Action":[],"Resource":"*"}'), `${AT}.Action`],
    [
      'an action without a service',
      policy('{"Effect":"Deny","Action":["kms:*","Encrypt"],"Resource":"*"}'),
      `${AT}.Action[1]`,
    ],
    [
      'a list of lists',
      policy('{"Effect":"Deny","Action":[["*"]],"Resource":"*"}'),
      `${AT}.Action[0]`,
    ],
    [
      'a resource that is not an ARN',
      policy('{"Effect":"Deny","Action":"*","Resource":"key/x"}'),
      `${AT}.Resource`,
    ],
    [
      'a variable',
      policy('{"Effect":"Deny","Action":"*","Resource":"acs:ram:*:*:user/$\\u007bname}"}'),
      `${AT}.Resource`,
    ],
    [
      'a control character',
      policy('{"Effect":"Deny","Action":"*","Resource":"acs:\\u0000"}'),
      `${AT}.Resource`,
    ],
    [
      'half of a surrogate pair',
      policy('{"Effect":"Deny","Action":"*","Resource":"acs:\\ud800"}'),
      `${AT}.Resource`,
    ],
  ])('%s', (_name, text, place) => {
    expect(errorOf(text)).toMatchObject({ place, advice: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('more than its size, or lists that are nested deep', () => {
    const long = (size: number, unit: string) => policy(`{${REST}}`).padEnd(size, unit);
    expect(() => parsePolicy(long(6_144, ' '), 'identity')).not.toThrow();
    expect(errorOf(long(6_145, ' '))).toMatchObject({
      place: '',
      problem: 'The policy is too long.',
    });
    expect(errorOf(long(2_049, ' '), 'session').problem).toBe('The policy is too long.');
    expect(errorOf('['.repeat(32_768), 'key').problem).toMatch(/nested more than 8/);
    expect(errorOf(`{"a":${'['.repeat(6_000)}`).place).toBe('a[0][0][0][0][0][0][0]');
    expect(errorOf(`"${'a'.repeat(32_767)}`, 'key').problem).toBe('This is not JSON.');
  });

  it('an error without its line and column', () => {
    const error = errorOf(
      '{\n  "Version": "1",\n  "Statement": [\n    {"Effect": "Maybe", "Action": "*", "Resource": "*"}]}',
    );
    expect(error).toMatchObject({ place: 'Statement[0].Effect', line: 4, column: 16 });
    expect(error.message).toBe(
      'Statement[0].Effect (line 4, column 16): There is no such effect. Write "Allow" or "Deny".',
    );
  });
});
