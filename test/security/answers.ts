import type { Exchange } from './recording-proxy.ts';

/** An answer, and what the log says that it answers. */
export interface Answer extends Exchange {
  readonly requestId: string;
  /** The operations; for a page, method and path. */
  readonly answers: readonly string[];
  /** The code that the log has for it. */
  readonly code: string;
}

interface LogLine {
  readonly msg: string;
  readonly requestId?: string;
  readonly actions?: readonly string[];
  readonly code?: string;
}

/** The answers to all requests, each with the line that the log has for its request id. */
export function answersOf(exchanges: readonly Exchange[], logLines: readonly string[]): Answer[] {
  const lines = new Map(
    logLines
      .map((line) => JSON.parse(line) as LogLine)
      .filter(({ msg }) => msg === 'request')
      .map((line) => [line.requestId, line]),
  );
  return exchanges.map((exchange, index) => {
    const [requestLine = ''] = exchange.sent.toString('latin1').split('\r\n', 1);
    const [, page = requestLine] = /^([A-Z]+ \/[\w./-]*)/.exec(requestLine) ?? [];
    const [, requestId] =
      /^x-(?:acs-)?request-id: (\S+)/im.exec(exchange.received.toString('latin1')) ?? [];
    const line = requestId === undefined ? undefined : lines.get(requestId);
    const operations = line?.actions ?? [];
    return {
      ...exchange,
      requestId: requestId ?? `request ${index}`,
      answers: operations.length > 0 ? operations : [page],
      code: line?.code ?? '',
    };
  });
}
