import { parseRfc3339 } from '../time.ts';
import type { ConditionValue, ValueType } from './condition-keys.ts';
import { matchesGlob } from './glob.ts';
import { isInRange, parseIpRange } from './ip-range.ts';

/** Whether the value of a request matches one value of a policy. */
export type Test = (value: ConditionValue) => boolean;

/** An operator of a condition. */
export interface Operator {
  readonly type: ValueType;
  /** Whether it is met if no value matches, and also if the request has no value. */
  readonly negative: boolean;
  /** Makes the test for one value of a policy; undefined where the value has the wrong form. */
  readonly compile: (expected: string) => Test | undefined;
}

type Compile = Operator['compile'];

const text =
  (matches: (value: string, expected: string) => boolean): Compile =>
  (expected) =>
  (value) =>
    typeof value === 'string' && matches(value, expected);

/** Up to 15 digits, which a double keeps exactly: more could make two different numbers equal. */
const NUMBER = /^-?(?=(?:\.?\d){1,15}$)\d+(?:\.\d+)?$/;
const numberOf = (written: string): number | undefined =>
  NUMBER.test(written) ? Number(written) : undefined;

const numeric =
  (matches: (value: number, expected: number) => boolean): Compile =>
  (written) => {
    const expected = numberOf(written);
    if (expected === undefined) return undefined;
    return (value) => {
      const number = typeof value === 'string' ? numberOf(value) : undefined;
      return number !== undefined && matches(number, expected);
    };
  };

const date =
  (matches: (value: number, expected: number) => boolean): Compile =>
  (written) => {
    const expected = parseRfc3339(written)?.getTime();
    if (expected === undefined) return undefined;
    return (value) => value instanceof Date && matches(value.getTime(), expected);
  };

const boolean: Compile = (written) =>
  written === 'true' || written === 'false' ? (value) => value === (written === 'true') : undefined;

const ip: Compile = (written) => {
  const range = parseIpRange(written);
  return range && ((value) => typeof value === 'string' && isInRange(value, range));
};

const equals = <T>(value: T, expected: T): boolean => value === expected;
const equalsIgnoreCase = (value: string, expected: string): boolean =>
  value.toLowerCase() === expected.toLowerCase();
const isLike = (value: string, expected: string): boolean => matchesGlob(expected, value);

const positive = (type: ValueType, compile: Compile): Operator => ({
  type,
  compile,
  negative: false,
});
const negative = (type: ValueType, compile: Compile): Operator => ({
  type,
  compile,
  negative: true,
});

const ordered = (
  type: 'Numeric' | 'Date',
  of: (matches: (value: number, expected: number) => boolean) => Compile,
): [string, Operator][] => [
  [`${type}Equals`, positive(type, of(equals))],
  [`${type}NotEquals`, negative(type, of(equals))],
  [
    `${type}LessThan`,
    positive(
      type,
      of((value, expected) => value < expected),
    ),
  ],
  [
    `${type}LessThanEquals`,
    positive(
      type,
      of((value, expected) => value <= expected),
    ),
  ],
  [
    `${type}GreaterThan`,
    positive(
      type,
      of((value, expected) => value > expected),
    ),
  ],
  [
    `${type}GreaterThanEquals`,
    positive(
      type,
      of((value, expected) => value >= expected),
    ),
  ],
];

/** All operators by name. Only those with Like read wildcards. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', positive('String', text(equals))],
  ['StringNotEquals', negative('String', text(equals))],
  ['StringEqualsIgnoreCase', positive('String', text(equalsIgnoreCase))],
  ['StringNotEqualsIgnoreCase', negative('String', text(equalsIgnoreCase))],
  ['StringLike', positive('String', text(isLike))],
  ['StringNotLike', negative('String', text(isLike))],
  ...ordered('Numeric', numeric),
  ...ordered('Date', date),
  ['Bool', positive('Boolean', boolean)],
  ['IpAddress', positive('IP', ip)],
  ['NotIpAddress', negative('IP', ip)],
]);

/** What a value of each type looks like, for messages. */
export const VALUE_FORMS: Readonly<Record<ValueType, string>> = {
  String: 'a text',
  Numeric: 'a decimal number of at most 15 digits, such as 10 or 2.5',
  Date: 'a time such as 2026-11-11T23:59:59Z or 2026-11-12T07:59:59+08:00',
  Boolean: 'true or false',
  IP: 'an IP address or CIDR block such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32',
};
