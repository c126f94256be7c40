/** A key pair in DER. Who gets it zeroes the private key. */
export interface RsaKeyPair {
  /** SubjectPublicKeyInfo */
  readonly publicKey: Buffer;
  /** PKCS#8 */
  readonly privateKey: Buffer;
}

/** Who waits for an RSA key. */
export interface Requester {
  /** Requests with the same name wait in the same queue. Names of jobs begin with `job:`. */
  readonly principal: string;
  /** Aborted when the client disconnected: the key is not made, or zeroed if that is too late. */
  readonly signal?: AbortSignal | undefined;
}

export interface RsaRequest {
  readonly modulusBits: number;
  /** No requester waits for it: it is made while nobody waits, and can be handed to a requester who comes meanwhile. */
  readonly isAhead: boolean;
  /** Aborted once the request is resolved or rejected. */
  readonly settled: AbortSignal;
  resolve(pair: RsaKeyPair): void;
  reject(reason: unknown): void;
}

/** @returns a request, and the promise that it settles */
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
