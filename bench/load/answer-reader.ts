/** A whole HTTP answer. */
export interface Answer {
  /** 0 if the connection was lost before the answer was complete. */
  readonly status: number;
  /** Head and body. Bytes are characters (latin1). */
  readonly text: string;
}

const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;
const END_OF_HEAD = '\r\n\r\n';
const NO_CONTENT = 204;

/** Assembles the answers of one connection, which come one after the other. */
export class AnswerReader {
  #text = '';

  /**
   * @returns the answer, if this chunk completes it
   * @throws Error for an answer without a length: all servers measured here send one
   */
  read(chunk: string): Answer | undefined {
    const text = this.#text + chunk;
    const headCharacters = text.indexOf(END_OF_HEAD);
    if (headCharacters < 0 || text.length < totalOf(text, headCharacters)) {
      this.#text = text;
      return undefined;
    }
    this.#text = '';
    return { status: statusOf(text), text };
  }
}

const statusOf = (text: string): number => Number(text.slice(9, 12));

function totalOf(text: string, headCharacters: number): number {
  const [, length] = CONTENT_LENGTH.exec(text) ?? [];
  if (length === undefined && statusOf(text) !== NO_CONTENT)
    throw new Error(`An answer has no content-length:\n${text.slice(0, headCharacters)}`);
  return headCharacters + END_OF_HEAD.length + Number(length ?? 0);
}

/** The body of an answer. */
export const bodyOf = ({ text }: Answer): string =>
  text.slice(text.indexOf(END_OF_HEAD) + END_OF_HEAD.length);

/** The headers of an answer in their order, with names as they were sent. */
export const headersOf = ({ text }: Answer): (readonly [name: string, value: string])[] =>
  text
    .slice(0, text.indexOf(END_OF_HEAD))
    .split('\r\n')
    .slice(1)
    .map((line) => {
      const [name = '', ...value] = line.split(': ');
      return [name, value.join(': ')];
    });

/** Whether a request was done. A GraphQL answer with errors has the status 200. */
export const isSuccess = ({ status, text }: Answer): boolean =>
  status >= 200 && status < 300 && !text.includes('"errors":[{');
