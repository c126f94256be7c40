import { BREAK, type DocumentNode, type ExecutionResult, getOperationAST, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Reply } from '#http/send.ts';
import type { CallLog } from '#pipeline/call.ts';
import { formatErrors } from './format-errors.ts';
import type { PlainRequest } from './plain-request.ts';
import { resultText } from './result-text.ts';
import type { CheckedDocument, RequestContext, Yoga } from './yoga.ts';

/** A longer document is left to Yoga's `fetch`. */
const MAX_DOCUMENT_CHARACTERS = 32_768;
const MAX_DOCUMENTS = 1_000;
/** A parsed document takes up to 370 bytes of memory for each character of its text: 97 MB for this many. */
const MAX_CACHED_CHARACTERS = 262_144;

/** An answer without its other headers. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** In place of the body. */
  readonly stream?: Reply['stream'];
}

/**
 * Executes plain requests by Yoga's plugins, but without its `fetch`, whose Request and Response take a third of the time
 * of a call and more.
 *
 * Returns undefined where Yoga's `fetch` has to answer: for a document that is too long or not valid, an operation that is
 * not in it, variables that do not fit. Nothing was executed then, so that `fetch` executes nothing a second time.
 */
export function plainExecutor(getEnveloped: (context: RequestContext) => Enveloped, log: CallLog) {
  /**
   * Documents without errors, by their text. Each execution checks again whether the caller has the permissions, and what
   * its variables make it cost.
   */
  const valid = new LRUCache<string, CheckedDocument>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_CACHED_CHARACTERS,
    sizeCalculation: (_checked, text) => text.length,
  });
  return async (request: PlainRequest, context: RequestContext): Promise<Answer | undefined> => {
    const { query, variables, operationName, mediaType } = request;
    if (query.length > MAX_DOCUMENT_CHARACTERS) return undefined;
    const enveloped = getEnveloped(context);
    const known = valid.get(query);
    const checked = known ?? check(enveloped, query);
    context.checked = checked;
    if (!checked || checked.errors.length > 0) return undefined;
    const { document } = checked;
    if (!known && !holdsText(document)) valid.set(query, checked);
    const operation = getOperationAST(document, operationName);
    if (!operation || operation.operation === 'subscription') return undefined;
    // One object and no stream: the schema has neither @defer nor @stream, so no valid document has them.
    const result = (await enveloped.execute({
      schema: enveloped.schema,
      document,
      contextValue: await enveloped.contextFactory(),
      variableValues: variables,
      operationName,
    })) as ExecutionResult;
    if (result.errors && !('data' in result)) return undefined; // variables do not fit: no resolver ran
    return toAnswer(formatErrors(result, context, log), mediaType);
  };
}

/** Whether a document holds a text, which can be a plaintext: it must not stay in memory, and hardly comes again. */
function holdsText(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, {
    StringValue() {
      isFound = true;
      return BREAK;
    },
  });
  return isFound;
}

type Enveloped = ReturnType<Yoga['getEnveloped']>;

/** Parses and validates a document; undefined for a syntax error, which Yoga's `fetch` finds again. */
function check({ parse, validate, schema }: Enveloped, text: string): CheckedDocument | undefined {
  try {
    const document = parse(text);
    return { document, errors: validate(schema, document) };
  } catch {
    return undefined;
  }
}

/** Writes a result of an execution as Yoga's `processRegularResult` does. */
function toAnswer(result: ExecutionResult, mediaType: string): Answer {
  const statuses = (result.errors ?? []).flatMap(({ extensions: { http } }) => http?.status ?? []);
  return {
    status: statuses.length > 0 ? Math.max(...statuses) : 200,
    contentType: `${mediaType}; charset=utf-8`,
    body: resultText(result),
  };
}
