import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decryptWith } from '#domain/asymmetric/encrypt.ts';
import { verifyWithPublicKey } from '#domain/asymmetric/sign-digest.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import type { AsymmetricSpec, EncryptionAlgorithm, SignatureAlgorithm } from '#domain/key-spec.ts';

/** Project Wycheproof's vectors: each file says in `about` how it writes them, and which were chosen. */
const read = <File>(name: string): readonly File[] =>
  JSON.parse(readFileSync(new URL(`../vectors/wycheproof-${name}.json`, import.meta.url), 'utf8'))
    .files;
const base64 = (text: string) => Buffer.from(text, 'base64');

interface SignatureFile {
  readonly file: string;
  readonly spec: AsymmetricSpec;
  readonly algorithm: SignatureAlgorithm;
  readonly groups: readonly {
    readonly publicKey: string;
    readonly tests: readonly [
      tcId: number,
      what: string,
      isValid: boolean,
      message: string,
      signature: string,
    ][];
  }[];
}

describe('Signatures are told apart as Wycheproof does', () => {
  it.each(read<SignatureFile>('signatures'))('$file', ({ spec, algorithm, groups }) => {
    const wrong = groups.flatMap(({ publicKey, tests }) => {
      const key = createPublicKey({ key: base64(publicKey), format: 'der', type: 'spki' });
      return tests.filter(([, , isValid, message, signature]) => {
        const digest = createHash('sha256').update(message, 'hex').digest();
        return verifyWithPublicKey(spec, key, algorithm, digest, base64(signature)) !== isValid;
      });
    });
    expect(wrong).toEqual([]);
    expect(new Set(groups.flatMap(({ tests }) => tests.map(([, , isValid]) => isValid)))).toEqual(
      new Set([true, false]),
    );
  });
});

interface OaepFile {
  readonly file: string;
  readonly spec: AsymmetricSpec;
  readonly algorithm: EncryptionAlgorithm;
  readonly privateKey: string;
  readonly tests: readonly [
    tcId: number,
    what: string,
    message: string | null,
    ciphertext: string,
  ][];
}

describe('Ciphertexts open, or do not, as Wycheproof says', () => {
  it.each(read<OaepFile>('oaep'))('$file', ({ spec, algorithm, privateKey, tests }) => {
    using material = new KeyMaterial(base64(privateKey));
    const wrong = tests.filter(([, , message, ciphertext]) => {
      const opened = decryptWith(spec, material, algorithm, base64(ciphertext));
      return (opened?.toString('hex') ?? null) !== message;
    });
    expect(wrong).toEqual([]);
    expect(tests.some(([, , message]) => message === null)).toBe(true);
    expect(tests.some(([, , message]) => message !== null)).toBe(true);
  });
});
