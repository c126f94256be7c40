import type { WhatIfContextInput } from '../../../generated/documents/console/graphql.ts';

/** Circumstances of a request, as they are typed. */
export interface TypedCircumstances {
  readonly sourceIp: string;
  readonly surface: 'graphql' | 'rpc' | 'command';
  /** Local time, as `datetime-local` has it. */
  readonly time: string;
  readonly isSecure: boolean;
  /** One pair a line, `name=value`. */
  readonly pairs: string;
}

/** Nothing is known of the request. */
export const NO_CIRCUMSTANCES: TypedCircumstances = {
  sourceIp: '',
  surface: 'graphql',
  time: '',
  isSecure: true,
  pairs: '',
};

/** The circumstances as the API takes them. */
export function contextOf(typed: TypedCircumstances): WhatIfContextInput {
  const { sourceIp, surface, time, isSecure, pairs } = typed;
  const date = new Date(time);
  return {
    surface,
    secureTransport: isSecure,
    ...(sourceIp.trim() && { sourceIp: sourceIp.trim() }),
    ...(!Number.isNaN(date.getTime()) && { currentTime: date.toISOString() }),
    ...(pairs.trim() && { encryptionContext: pairs.trim().split('\n').map(pairOf) }),
  };
}

/** The value is what follows the first `=`. */
function pairOf(line: string): { name: string; value: string } {
  const at = line.indexOf('=');
  return at < 0
    ? { name: line.trim(), value: '' }
    : { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
}
