import { XMLBuilder } from 'fast-xml-parser';

const builder = new XMLBuilder({ ignoreAttributes: true, suppressEmptyNode: false });

/**
 * Writes an XML document. A list repeats its element; an empty text is an empty element. Carriage
 * returns are escaped: parsers turn raw ones into line feeds (XML 1.0 §2.11), and the builder does
 * not escape them.
 */
export const toXml = (root: string, value: object): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${builder.build({ [root]: value }).replaceAll('\r', '&#13;')}`;
