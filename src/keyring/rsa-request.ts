/** A key pair in DER. The receiver zeroes the private key. */
export interface RsaKeyPair {
  /** SubjectPublicKeyInfo */
  readonly publicKey: Buffer;
  /** PKCS#8 */
  readonly privateKey: Buffer;
}

/** The principal that waits for an RSA key. */
export interface Requester {
  /** Requests with the same name wait in the same queue. Names of jobs begin with `job:`. */
  readonly principal: string;
  /** Aborted when the client disconnects: the key is not made, or it is zeroed. */
  readonly signal?: AbortSignal | undefined;
}

/** One request for an RSA key. */
export interface RsaRequest {
  readonly modulusBits: number;
  /**
   * No requester waits for this key. It is made while the queue is empty, and can be given to a requester that comes
   * meanwhile.
   */
  readonly isAhead: boolean;
  /** Aborted once the request is resolved or rejected. */
  readonly settled: AbortSignal;
  resolve(pair: RsaKeyPair): void;
  reject(reason: unknown): void;
}

/** Creates a request, and the promise that it settles. */
export function createRequest(
  modulusBits: number,
  isAhead: boolean,
): { request: RsaRequest; promise: Promise<RsaKeyPair> } {
  const { promise, resolve, reject } = Promise.withResolvers<RsaKeyPair>();
  const settling = new AbortController();
  const request: RsaRequest = {
    modulusBits,
    isAhead,
    settled: settling.signal,
    resolve: (pair) => {
      settling.abort();
      resolve(pair);
    },
    reject: (reason) => {
      settling.abort();
      reject(reason);
    },
  };
  return { request, promise };
}
