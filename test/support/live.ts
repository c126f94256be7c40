import type { Credential, Kms } from './kms.ts';

/** What a stream has sent: an event, or nothing more. */
export interface LiveEvent {
  readonly event: string;
  readonly data: string;
}

/** The result of an event `next`. */
export interface LiveResult {
  readonly data?: Readonly<Record<string, LiveChange>> | null;
  readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[];
}

interface LiveAuditEvent {
  readonly eventId: string;
  readonly operation: string;
  readonly outcome: string;
}

/** Any of the fields that the documents below select. */
export interface LiveChange {
  readonly cursor: string;
  readonly operation: string;
  readonly keyId: string;
  readonly key: { readonly keyState: string; readonly description: string } | null;
  readonly event: LiveAuditEvent;
  readonly filters: readonly number[];
  readonly keyChange: LiveChange | null;
  readonly auditEvent: LiveAuditEvent | null;
}

export const KEY_CHANGED = `subscription ($filter: KeyFilter, $after: String) {
  keyChanged(filter: $filter, after: $after) {
    cursor operation time keyId key { keyId keyState description tags { tagKey } }
  }
}`;

export const AUDIT_EVENT_ADDED = `subscription ($filter: AuditEventFilter, $after: String) {
  auditEventAdded(filter: $filter, after: $after) { cursor event { eventId operation outcome } }
}`;

export const LIVE_EVENTS = `subscription ($keyChanges: [KeyFilter!], $auditEvents: [AuditEventFilter!], $after: String) {
  liveEvents(keyChanges: $keyChanges, auditEvents: $auditEvents, after: $after) {
    cursor filters
    keyChange { cursor operation keyId key { keyState } }
    auditEvent { eventId operation outcome }
  }
}`;

export const basicOf = ({ id, secret }: Credential): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

/** A subscription as a client has it. */
export class LiveClient implements AsyncDisposable {
  readonly response: Response;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #decoder = new TextDecoder();
  #text = '';

  constructor(response: Response) {
    this.response = response;
    this.#reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  }

  /** The next event; undefined at the end of the stream. Waits as long as the test may take. */
  async nextEvent(): Promise<LiveEvent | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        if (block === ':') continue; // a heartbeat
        const [, event = '', data = ''] = /^event: (\w+)(?:\ndata: ?(.*))?$/.exec(block) ?? [];
        return { event, data };
      }
      const { done, value } = (await this.#reader?.read()) ?? { done: true };
      if (done) return undefined;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  /** The result of the next event, which is a `next`. */
  async next(): Promise<LiveResult> {
    const event = await this.nextEvent();
    if (event?.event !== 'next') throw new Error(`not a result: ${JSON.stringify(event)}`);
    return JSON.parse(event.data) as LiveResult;
  }

  /** What the next result has in its field. */
  async change(): Promise<LiveChange> {
    const { data, errors } = await this.next();
    const change = Object.values(data ?? {})[0];
    if (!change) throw new Error(JSON.stringify(errors));
    return change;
  }

  async changes(count: number): Promise<LiveChange[]> {
    const changes: LiveChange[] = [];
    while (changes.length < count) changes.push(await this.change());
    return changes;
  }

  /** The code of the error that ends the stream, and that nothing follows. Undefined if it ends without one. */
  async end(): Promise<unknown> {
    let code: unknown;
    for (let event = await this.nextEvent(); event; event = await this.nextEvent()) {
      if (event.event === 'complete') break;
      const { errors, data } = JSON.parse(event.data) as LiveResult;
      if (!errors) throw new Error(`one more event: ${JSON.stringify(data)}`);
      code = errors[0]?.extensions.code;
    }
    if ((await this.nextEvent()) !== undefined) throw new Error('events after the end');
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader?.cancel().catch(() => {}); // disconnects
  }
}

/** Begins a subscription. Resolves once it has begun: what is committed from then on is an event. */
export async function subscribe(
  { url }: Pick<Kms, 'url'>,
  headers: Readonly<Record<string, string>>,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<LiveClient> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return new LiveClient(response);
}
