import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * Memory, event loop and garbage collection. Call it once in a process, however many servers it
 * runs.
 */
export function processMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
