/** The media types of a result that is one JSON object. */
export type MediaType = 'application/json' | 'application/graphql-response+json';

/**
 * The media type of an answer by Yoga's rule, which ignores `q`: the first entry of the header that accepts JSON in UTF-8
 * decides.
 * @returns undefined for a header that accepts no JSON
 */
export function mediaTypeOf(accept: string): MediaType | undefined {
  const entries = (accept || '*/*').replace(/\s/g, '').toLowerCase().split(',');
  for (const entry of entries) {
    const [name = '', ...params] = entry.split(';');
    const charset = params.find((param) => param.includes('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') continue;
    const [type, subtype] = name.split('/');
    if (type !== '*' && type !== 'application') continue;
    if (subtype === '*' || subtype === 'json') return 'application/json';
    if (subtype === 'graphql-response+json') return 'application/graphql-response+json';
  }
  return undefined;
}
