/** Whether an Authorization header has a bearer token, well-formed or not (RFC 6750 §2.1). */
export const isBearer = (authorization: string): boolean => /^Bearer( |$)/i.test(authorization);
