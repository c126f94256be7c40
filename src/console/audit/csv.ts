/** What spreadsheets take for the beginning of a formula, which could run when the file is opened. */
const FORMULA = /^[=+\-@\t\r]/;
const SPECIAL = /[",\r\n]/;

const cell = (text: string): string => {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return SPECIAL.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** One record of RFC 4180, with its line end. An apostrophe before what looks like a formula makes it text. */
export const csvRecord = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;
