import { XMLBuilder } from 'fast-xml-parser';

const builder = new XMLBuilder({ ignoreAttributes: true, suppressEmptyNode: false });

/**
 * One document: a list is its element repeated, an empty text an empty element. Carriage returns, which the
 * builder leaves as they are, would reach every reader as line feeds; there are none in the markup itself.
 */
export const toXml = (root: string, value: object): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${builder.build({ [root]: value }).replaceAll('\r', '&#13;')}`;
