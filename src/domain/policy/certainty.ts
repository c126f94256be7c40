/** Whether something holds, where some facts of a request are unknown: in all cases, in some, or in none. */
export type Certainty = 'yes' | 'maybe' | 'no';

/** Holds if all parts do. Yes without parts. */
export function allOf<T>(parts: Iterable<T>, certaintyOf: (part: T) => Certainty): Certainty {
  let all: Certainty = 'yes';
  for (const part of parts) {
    const certainty = certaintyOf(part);
    if (certainty === 'no') return 'no';
    if (certainty === 'maybe') all = 'maybe';
  }
  return all;
}

/** Holds if one part does. No without parts. */
export function anyOf<T>(parts: Iterable<T>, certaintyOf: (part: T) => Certainty): Certainty {
  let any: Certainty = 'no';
  for (const part of parts) {
    const certainty = certaintyOf(part);
    if (certainty === 'yes') return 'yes';
    if (certainty === 'maybe') any = 'maybe';
  }
  return any;
}
