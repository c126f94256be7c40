/** Open files besides connections: the database, standard streams, scripts. */
const RESERVED_FILES = 64;
const MIN_CONNECTIONS = 16;

/** The part of `process.report` that Node's types lack. */
interface Reporter {
  excludeNetwork: boolean;
  getReport(): {
    readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
  };
}

/** Limit of open files of this process (`ulimit -n`); undefined where the system reports none. */
function openFilesLimit(): number | undefined {
  const report = process.report as unknown as Reporter;
  const before = report.excludeNetwork;
  report.excludeNetwork = true; // otherwise the report does DNS look-ups
  try {
    const soft = Number(report.getReport().userLimits?.open_files?.soft);
    return Number.isSafeInteger(soft) ? soft : undefined;
  } finally {
    report.excludeNetwork = before;
  }
}

/**
 * How many connections to allow. At the limit of open files the system accepts no further
 * connection, so the open ones would lock out everyone else.
 * @param wanted the configured number
 * @param reserved files to leave for database connections
 */
export function maxConnections(wanted: number, reserved: number, limit = openFilesLimit()): number {
  return limit === undefined
    ? wanted
    : Math.max(MIN_CONNECTIONS, Math.min(wanted, limit - RESERVED_FILES - reserved));
}
