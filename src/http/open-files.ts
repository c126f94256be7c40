/** What else has files open: the database, its pools, standard streams. */
const RESERVED = 64;
const FEWEST = 16;

/** Of `process.report`, what the types of Node lack. */
interface Reporter {
  excludeNetwork: boolean;
  getReport(): {
    readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
  };
}

/** How many files this process may have open (`ulimit -n`); undefined where the system sets no limit or does not say. */
function openFilesLimit(): number | undefined {
  const report = process.report as unknown as Reporter;
  const before = report.excludeNetwork;
  report.excludeNetwork = true; // it would look up names
  try {
    const soft = Number(report.getReport().userLimits?.open_files?.soft);
    return Number.isSafeInteger(soft) ? soft : undefined;
  } finally {
    report.excludeNetwork = before;
  }
}

/**
 * The connections that can be open at once. Beyond the limit of open files the system accepts no further one, and those
 * that are open would lock everybody else out.
 */
export function maxConnections(wanted: number, reserved: number, limit = openFilesLimit()): number {
  return limit === undefined
    ? wanted
    : Math.max(FEWEST, Math.min(wanted, limit - RESERVED - reserved));
}
