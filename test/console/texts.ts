import {
  isArgumentElement,
  isDateElement,
  isNumberElement,
  isPluralElement,
  isSelectElement,
  isTagElement,
  isTimeElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser';

/** Texts of a language: a name is a path, such as `common.cancel`. */
export type Texts = ReadonlyMap<string, string>;

/** Texts by their paths. */
export const textsOf = (messages: object, path = ''): Texts =>
  new Map(
    Object.entries(messages).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string'
        ? [[`${path}${name}`, value] as const]
        : [...textsOf(value as object, `${path}${name}.`)],
    ),
  );

const namesIn = (element: MessageFormatElement): string[] => {
  if (isTagElement(element)) return [`<${element.value}>`, ...element.children.flatMap(namesIn)];
  if (isPluralElement(element) || isSelectElement(element))
    return [
      element.value,
      ...Object.values(element.options).flatMap(({ value }) => value.flatMap(namesIn)),
    ];
  const isValue =
    isArgumentElement(element) ||
    isNumberElement(element) ||
    isDateElement(element) ||
    isTimeElement(element);
  return isValue ? [element.value] : [];
};

/** Arguments and tags of a text, sorted. @throws if it is not an ICU message */
export const argumentsOf = (text: string): string[] =>
  [...new Set(parse(text).flatMap(namesIn))].sort();
