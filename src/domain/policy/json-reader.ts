import { PolicyError, type Position } from './policy-error.ts';

/** A string, number, boolean or null. A number keeps the text that it was written with. */
export interface JsonScalar extends Position {
  readonly kind: 'string' | 'number' | 'boolean' | 'null';
  readonly text: string;
}

/** An array. */
export interface JsonList extends Position {
  readonly kind: 'list';
  readonly items: readonly JsonNode[];
}

/** An object. Its members have unique names and keep their order. */
export interface JsonObject extends Position {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, JsonNode>;
}

/** A JSON value and where it stands. */
export type JsonNode = JsonScalar | JsonList | JsonObject;

/** Of lists and objects inside each other. A policy needs 6. */
const MAX_DEPTH = 8;
const MAX_NAME_IN_PLACE_CHARACTERS = 64;

const SPACE = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
const STRING = /"(?:[^"\\\u{0}-\u{1f}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const UNWANTED = /[\p{Cc}\u{fffe}\u{ffff}]/u;

/**
 * Reads JSON as RFC 8259 writes it, and returns an error for what `JSON.parse` accepts: duplicate members, of which it
 * drops the first, and any depth. Control characters and ill-formed Unicode inside strings are errors too.
 * @throws {PolicyError}
 */
export function readJson(source: string): JsonNode {
  const reader = new Reader(source);
  const node = reader.value('', 1);
  reader.space();
  if (reader.offset < source.length) throw reader.unexpected('');
  return node;
}

class Reader {
  readonly #source: string;
  offset = 0;

  constructor(source: string) {
    this.#source = source;
  }

  value(place: string, depth: number): JsonNode {
    this.space();
    const position = { source: this.#source, offset: this.offset, place };
    const first = this.#source[this.offset];
    if ((first === '{' || first === '[') && depth > MAX_DEPTH)
      throw new PolicyError(
        position,
        `Lists and objects are nested more than ${MAX_DEPTH} deep.`,
        'A policy needs 6 levels.',
      );
    if (first === '{') return { ...position, kind: 'object', members: this.#members(place, depth) };
    if (first === '[') return { ...position, kind: 'list', items: this.#items(place, depth) };
    if (first === '"') return { ...position, kind: 'string', text: this.#string(place) };
    const number = this.#take(NUMBER);
    if (number !== undefined) return { ...position, kind: 'number', text: number };
    const word = this.#take(WORD);
    if (word === undefined) throw this.unexpected(place);
    return { ...position, kind: word === 'null' ? 'null' : 'boolean', text: word };
  }

  space(): void {
    this.#take(SPACE);
  }

  unexpected(place: string): PolicyError {
    const { length } = this.#source;
    return new PolicyError(
      { source: this.#source, offset: this.offset, place },
      this.offset < length ? 'This is not JSON.' : 'The JSON ends too early.',
      'Give one JSON object as RFC 8259 defines it, without comments and trailing commas.',
    );
  }

  #members(place: string, depth: number): Map<string, JsonNode> {
    const members = new Map<string, JsonNode>();
    if (this.#opensEmpty('}')) return members;
    do {
      this.space();
      const offset = this.offset;
      const name = this.#string(place);
      const within = `${place && `${place}.`}${name.slice(0, MAX_NAME_IN_PLACE_CHARACTERS)}`;
      if (members.has(name))
        throw new PolicyError(
          { source: this.#source, offset, place: within },
          'The object has two members of this name.',
          'Keep one.',
        );
      this.#expect(':', within);
      members.set(name, this.value(within, depth + 1));
    } while (this.#continues('}', place));
    return members;
  }

  #items(place: string, depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    if (this.#opensEmpty(']')) return items;
    do items.push(this.value(`${place}[${items.length}]`, depth + 1));
    while (this.#continues(']', place));
    return items;
  }

  #string(place: string): string {
    const { offset } = this;
    const written = this.#take(STRING);
    if (written === undefined) throw this.unexpected(place);
    const text = JSON.parse(written) as string;
    if (UNWANTED.test(text) || !text.isWellFormed())
      throw new PolicyError(
        { source: this.#source, offset, place },
        'The string has a control character or is not well-formed Unicode.',
        'Remove the character.',
      );
    return text;
  }

  /** Takes the first character of a list or object, and its end if it is empty. */
  #opensEmpty(end: string): boolean {
    this.offset += 1;
    this.space();
    if (this.#source[this.offset] !== end) return false;
    this.offset += 1;
    return true;
  }

  /** Takes a comma (true) or the end (false). */
  #continues(end: string, place: string): boolean {
    this.space();
    const next = this.#source[this.offset];
    if (next !== ',' && next !== end) throw this.unexpected(place);
    this.offset += 1;
    return next === ',';
  }

  #expect(character: string, place: string): void {
    this.space();
    if (this.#source[this.offset] !== character) throw this.unexpected(place);
    this.offset += 1;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const [taken] = pattern.exec(this.#source) ?? [];
    this.offset += taken?.length ?? 0;
    return taken;
  }
}
