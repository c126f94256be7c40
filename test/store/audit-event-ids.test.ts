import { describe, expect, it } from 'vitest';
import { auditEventId } from '#store/writes/audit-event.ts';

describe('The ids of audit rows', () => {
  const made = Array.from({ length: 1_000 }, (_, index) =>
    auditEventId(new Date(1_800_000_000_000 + Math.floor(index / 400))),
  );

  it('are UUIDs of version 7 whose order is that of their times, and of their making within a millisecond', () => {
    for (const id of made)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(made.toSorted()).toEqual(made);
  });

  it('end in other random digits each: bytes that were drawn for many ids are used once', () => {
    expect(new Set(made.map((id) => id.slice(-10))).size).toBe(made.length);
  });
});
