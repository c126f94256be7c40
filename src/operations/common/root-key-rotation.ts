import type { RootKeyFacts, ServiceFacts } from '#pipeline/service-facts.ts';

/** `staged`: the replicas load the next root key. `renewing`: it is the current one, and the values come under it. */
export const ROTATION_PHASES = ['staged', 'renewing'] as const;

/** A rotation of the root key that is in progress. */
export interface RotationFacts {
  readonly phase: (typeof ROTATION_PHASES)[number];
  readonly startedAt: Date;
  readonly from: RootKeyFacts;
  readonly to: RootKeyFacts;
  /** The names of the replicas that have not done yet what the phase asks of them. */
  readonly waitsFor: readonly string[];
}

/** The rotation that the root keys of the database are in; null without one. */
export function rotationOf({
  rootKeys,
  replicas,
}: Pick<ServiceFacts, 'rootKeys' | 'replicas'>): RotationFacts | null {
  const [current, next, old] = (['current', 'next', 'old'] as const).map((state) =>
    rootKeys.find((rootKey) => rootKey.state === state),
  );
  const [from, to] = next ? [current, next] : [old, current];
  if (!from || !to) return null;
  const behind = replicas.filter(({ rootKeyIds, currentRootKeyId }) =>
    next ? !rootKeyIds.includes(to.id) : currentRootKeyId !== to.id,
  );
  return {
    phase: next ? 'staged' : 'renewing',
    startedAt: to.createdAt,
    from,
    to,
    waitsFor: behind.map(({ name }) => name),
  };
}
