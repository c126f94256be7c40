import {
  type CipherGCMTypes,
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  publicEncrypt,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  MAX_WRAPPED_BYTES,
  readPublicKey,
  unwrap,
  WRAPPING_ALGORITHMS,
  type WrappingAlgorithm,
  wrap,
} from '#domain/wrapping.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('HKDF-SHA256 gives the known answer (RFC 5869)', () => {
  const counting = (from: number, length: number) =>
    Uint8Array.from({ length }, (_, i) => from + i);

  it.each([
    {
      source: 'A.1',
      input: Buffer.alloc(22, 0x0b),
      salt: counting(0x00, 13),
      info: counting(0xf0, 10),
      output:
        '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    },
    {
      source: 'A.2',
      input: counting(0x00, 80),
      salt: counting(0x60, 80),
      info: counting(0xb0, 80),
      output:
        'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
        'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    },
    {
      source: 'A.3',
      input: Buffer.alloc(22, 0x0b),
      salt: Buffer.alloc(0),
      info: Buffer.alloc(0),
      output:
        '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    },
  ])('$source', ({ input, salt, info, output }) => {
    const derived = hkdfSync('sha256', input, salt, info, output.length / 2);
    expect(Buffer.from(derived).toString('hex')).toBe(output);
  });
});

const P64 =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
const P60 = P64.slice(0, 120);
const A = 'feedfacedeadbeeffeedfacedeadbeefabaddad2';
const K = 'feffe9928665731c6d6a8f9467308308';
const IV = 'cafebabefacedbaddecaf888';
const zeros = (byteCount: number) => '00'.repeat(byteCount);
const C128 =
  '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985';
const C192 =
  '3980ca0b3c00e841eb06fac4872a2757859e1ceaa6efd984628593b40ca1e19c7d773d00c144c525ac619d18c84a3f4718e2448b2fe324d9ccda2710acade256';
const C256 =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';

interface GcmAnswer {
  readonly source: string;
  readonly cipher: string;
  readonly key: string;
  readonly iv: string;
  readonly plaintext: string;
  readonly aad: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** McGrew and Viega, The Galois/Counter Mode of Operation (GCM), appendix B: the cases with a nonce of 96 bits. */
const gcmCase = (
  number: number,
  cipher: string,
  key: string,
  iv: string,
  [plaintext, aad]: [string, string],
  ciphertext: string,
  tag: string,
) =>
  ({
    source: `McGrew and Viega, test case ${number}`,
    cipher,
    key,
    iv,
    plaintext,
    aad,
    ciphertext,
    tag,
  }) satisfies GcmAnswer;

const GCM_ANSWERS: readonly GcmAnswer[] = [
  gcmCase(1, 'aes-128-gcm', zeros(16), zeros(12), ['', ''], '', '58e2fccefa7e3061367f1d57a4e7455a'),
  gcmCase(
    2,
    'aes-128-gcm',
    zeros(16),
    zeros(12),
    [zeros(16), ''],
    '0388dace60b6a392f328c2b971b2fe78',
    'ab6e47d42cec13bdf53a67b21257bddf',
  ),
  gcmCase(3, 'aes-128-gcm', K, IV, [P64, ''], C128, '4d5c2af327cd64a62cf35abd2ba6fab4'),
  gcmCase(
    4,
    'aes-128-gcm',
    K,
    IV,
    [P60, A],
    C128.slice(0, 120),
    '5bc94fbc3221a5db94fae95ae7121a47',
  ),
  gcmCase(7, 'aes-192-gcm', zeros(24), zeros(12), ['', ''], '', 'cd33b28ac773f74ba00ed1f312572435'),
  gcmCase(
    8,
    'aes-192-gcm',
    zeros(24),
    zeros(12),
    [zeros(16), ''],
    '98e7247c07f0fe411c267e4384b0f600',
    '2ff58d80033927ab8ef4d4587514f0fb',
  ),
  gcmCase(
    9,
    'aes-192-gcm',
    K + K.slice(0, 16),
    IV,
    [P64, ''],
    C192,
    '9924a7c8587336bfb118024db8674a14',
  ),
  gcmCase(
    10,
    'aes-192-gcm',
    K + K.slice(0, 16),
    IV,
    [P60, A],
    C192.slice(0, 120),
    '2519498e80f1478f37ba55bd6d27618c',
  ),
  gcmCase(
    13,
    'aes-256-gcm',
    zeros(32),
    zeros(12),
    ['', ''],
    '',
    '530f8afbc74536b9a963b4f1c4cb738b',
  ),
  gcmCase(
    14,
    'aes-256-gcm',
    zeros(32),
    zeros(12),
    [zeros(16), ''],
    'cea7403d4d606b6e074ec5d3baf39d18',
    'd0d1c8a799996bf0265b98b5d48ab919',
  ),
  gcmCase(15, 'aes-256-gcm', K + K, IV, [P64, ''], C256, 'b094dac5d93471bdec1a502270e3cc6c'),
  gcmCase(
    16,
    'aes-256-gcm',
    K + K,
    IV,
    [P60, A],
    C256.slice(0, 120),
    '76fc6ece0f4e1768cddf8853bb2d551b',
  ),
  {
    source: 'RFC 8998, A.1',
    cipher: 'sm4-gcm',
    key: '0123456789abcdeffedcba9876543210',
    iv: '00001234567800000000abcd',
    plaintext: [...'abcdefea'].map((digit) => digit.repeat(16)).join(''),
    aad: A,
    ciphertext:
      '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d',
    tag: '83de3541e4c2b58177e065a9bf7b62ec',
  },
];

describe.each(GCM_ANSWERS)(
  '$cipher ($source)',
  ({ cipher, key, iv, plaintext, aad, ciphertext, tag }) => {
    const openWithTag = (tagBytes: Buffer) => {
      const opener = createDecipheriv(cipher as CipherGCMTypes, hex(key), hex(iv), {
        authTagLength: 16,
      })
        .setAAD(hex(aad))
        .setAuthTag(tagBytes);
      return Buffer.concat([opener.update(hex(ciphertext)), opener.final()]).toString('hex');
    };

    it('seals to the known answer', () => {
      const sealer = createCipheriv(cipher as CipherGCMTypes, hex(key), hex(iv), {
        authTagLength: 16,
      }).setAAD(hex(aad));
      expect(Buffer.concat([sealer.update(hex(plaintext)), sealer.final()]).toString('hex')).toBe(
        ciphertext,
      );
      expect(sealer.getAuthTag().toString('hex')).toBe(tag);
    });

    it('opens the known answer, and refuses another tag or a shorter one', () => {
      expect(openWithTag(hex(tag))).toBe(plaintext);
      expect(() =>
        openWithTag(Buffer.from(hex(tag).map((byte, i) => (i === 15 ? byte ^ 1 : byte)))),
      ).toThrow();
      expect(() => openWithTag(hex(tag).subarray(0, 12))).toThrow();
    });
  },
);

interface OaepAnswers {
  readonly algorithm: WrappingAlgorithm;
  readonly file: string;
  readonly privateKey: string;
  readonly otherMgf1Hash: string;
  readonly tests: readonly {
    readonly tcId: number;
    readonly what: string;
    readonly message: string | null;
    readonly ciphertext: string;
  }[];
}

/**
 * Project Wycheproof (https://github.com/C2SP/wycheproof), testvectors_v1. Keys as PKCS#8 and ciphertexts in base64,
 * messages in hexadecimal; null: must not open. Its cases with a label must not, since no label is ever used here.
 * `otherMgf1Hash` is not a case of Wycheproof's: Python's cryptography made it under the same key, with the other hash in MGF1.
 */
const OAEP_ANSWERS: readonly OaepAnswers[] = [
  {
    algorithm: 'RSAES_OAEP_SHA_256',
    file: 'rsa_oaep_2048_sha256_mgf1sha256_test.json',
    privateKey: `
      MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCitFGgfQql+W5FVnFRNVBRSopbRi6+9xcJT6H+6CIk5jf5dG0/fK/TGHjYAyW271oXAPZZA7RpQp
      6J1urIhFCXtas5MYnbklEu2KdxGhJT+s0g95wV6CR/PT5C5G5IyY4lSi/pdlMToD7/jxfhoCk5eh+iao3OJvSQ7YEplhXZgUwi2mEEKOCcfZZYWUJm9cAh0PzsoI2U
      WhK+gt5NHs5rTAMUW100ldTtVBHrh42vBf16/D4JraDxEmQi9ZCXWhlpgW9IaYvLuhtNnK551GDY+fheeXUAXZvCLE5awPfBpF0SVppigH07mgLlpTDncwZvRT0fW0
      wunPeCAoP3QrnVAgMBAAECggEAJM3GIxf11ypva6bMljKJmwHR/yiGfXL2FoiZW8hVpOQgqEBSUAib2xPPjglUOCe3SLnSf7srTZ4gr4xaaoYnltGkzBitFupni8G9
      SoO7vpxeV0U7XOc4jkGjukzit3tEOKIp6VT3INrgNT3AiKyKdrJtwnb44beFHd1jmK0W/y54GVEjubA26UXDjJ0SQ09t92/iI1nrPhrJwBFnj8km+tOuR1pP//9V/r
      LRR+nIlPTA4ppZnnYkYkgtlov0J4CUX8DSwxxXPEQxuPT+i4xnvsgVq9RPeobtyhwjCHNzWNLCrl4uDi2t9zCYAmI3flixO32ZkgYKC8hwzP20qTGe4QKBgQDcQxBQ
      94LolPtSSCR9mMt9WLjR4k87VdBBxW5N4Iaw1bsCi9pC7rXSNNVoHlgJ1BXmoomtTPv3j5ePbDWBT1Duv/HFuApp94joHmurXdqng2nWWdFD7G8X55gTpXXPrZxWkV
      a5ARPi6REK2ee0ihyTSKbmUzIRkSkOo2z7OlsY8QKBgQC9GoHnl3+YmBIic64yIrWY6l+xnrTqvDgwil4yGWYDsuUA/7efW4hoFmEd68Ry+sRVRAcL6wV8lBN4poaK
      87egPT+YgOxH1eCJuU+95UKrqa6NcsVwiNer9bEx85CY97wWD5BTaryUkv1OBvPtcpnUuXuwNncgfZVmnxQM+8IPJQKBgQCpS1KLKPKRWZEh2RlS/9HH8h18FHnZnU
      eIhfsWGHDuEhi/CEcmEtvlSX6NnGUGiOCceGlhrj4sNU3EiuNFFHWcTCPEWISIlh3Aa0FOYcDh5/u9KSPTFTL+KJ+W2iIHEeWMFAGYCOAEFCdpM7sH5O+5tKmzdlaR
      cgUgnzPwlRXXwQKBgDrw5yqTOu8J/yUD33i6/tUxwC/xorxDfFQM3L1K01Q1z1EXY1llQ0gGKbEUyn94D/fvoy6gy24ADW2eofLvcf2c+ZSEIqFlVX4351Xt/nDZC5
      IFAutHi8mKY/eIzjoPhW1u3nJRo4O/qPpICoGpJa97PMU4xLq4yfdZf/toAR2NAoGAJkD7+8/vsWPueoe2SDpm7kH5VtkPqKeTm/wELuCSSxt5k9BEX3WNUZM+hRec
      AyCwyWi0ipHDi1vpI+EJfAxWL4jUIpS2onWbr6VCinTxJwh05F9vzGDyFgLeXszRQ88xJB9ZIbWtOYP7VO8XvjsoU2flDJmcZyR7VS/kv86UX3s=`,
    otherMgf1Hash: `
      cBHfkkHthFOSMnH7/+FwsnrArJeOETTwTeR6w05ccIUT2pQvqfPTnHEOE6PYhcUnPsr37qpM4GcZXudxXu+E48ATFCHnLijRU3NB1A8RUhwyPDAllel0M7vQMqd4+l
      JW6sQrC5Gwcwp8HZLjTCA2NqMMLo6oGh2LktBl6DWkoLPNWlgu+S1Rri9zanp1F3XPna/tbLa36YooVnXOdwD9oWyNwvElCVbCTNVYS9vpXVk51MP5Lfa3L4mlzIdD
      0bB5rSWudnaxDUYBkAgQLcRw6miPnW3Dpv2MCVklt2Md+UHJQuXVyTldOgz8859527LAoZbseBjcAwK+zyUEQdVhjQ==`,
    tests: [
      {
        tcId: 1,
        what: '0 bytes',
        message: '',
        ciphertext: `
          bmK/JNla/2hor+wqkqRFtkWPFvaIwZ/hIS9mpjE3gxZTzt01nYz/TdSF1339VYEsGBNzIB9Uqv1lcw0qME5iNFXVESXYkeZdl/zlI0HK5F+2TDijhKHGIeJxPu
          Z5RjPwKan9TXdPVlUerCF2Fi4WJkDyXquHOjRRxHVXDxkii87eTGfDcKde1/q8zVOMmBnv8YJIGxDULxqfagU3O4z5txgY1Ge9O466y2GeitQpFuYAwEPv/Os4
          VbxIpinmCuiG9RsqeHaw5iP7LOaK9LA5JC+WOtsOQkCu0O0H9l8e58DMd9IQ0MLR3BDIG4gaoMnJ6UmWZc8pcNLM/usxkVMXZQ==`,
      },
      {
        tcId: 3,
        what: '4 bytes',
        message: '54657374',
        ciphertext: `
          Xqs/B0HmOYbtZH1T4c1x3wQZhpAIA9D5nGg1XSSaFaR9xbT3ChkUd2VCmeWicx87Tux23qGCYvxpaseU5fZsv83axEcsV44kbCZwdZgFVYRUC4OYNrFATFYRrl
          WKmEzuj9A2zqkk4L4kdKlA9h4KzBT8rpXr3FmUKpzpr5qcgZmff2gV8Ff/3CUzyxXWOR0eLZXxb5wEIJyImkw1nH0pJtKKZuKwMKQWuSjSglYnmY5RkftJg6bm
          UCQmLZT8CRh6LXgWISJDMlHRv8yOUH0G66LSKcEAMSYdoyq4zNFfHF+fvwftFYSD1zahEK9LRNak2mDWy1GbRFQhPPnw3FYPKw==`,
      },
      {
        tcId: 8,
        what: 'with a label',
        message: null,
        ciphertext: `
          ZYPi8Xaqfn9lXSxTSXNJwVbIhR+yMyVYnoX7g7+oVzRsq6IizaoyNOcVZBVCmMJNu4XhiCKh1ef6pHhjpk12h0o8vHD02fE3Qmo0TEc/rB3XAIqZc3Zen2bFtJ
          JTWmR8JzxPeM61qnupY6IULyzkqB+ATAArmy6rs8degKPGzq/lOEpUTGcqXSjTK7hxFfQ+t5d1/Zs/Si9uaok2i92V7x0BSHe2Cv2xI0rNV2U6ZUWfAbL744Hy
          KnOVBLSJen5sM7Y0mydttgg6utnBaUBYWbgAyBIjdjS1A95q2kMBPB2GaXoTW+eKl4RXbXltYqp4GeLqDi2QL/3Zz90a5mIS7g==`,
      },
      {
        tcId: 11,
        what: 'Longest valid message size',
        message:
          '78787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878',
        ciphertext: `
          fvtp8RN9am6BO3q3W/BACz0HpEK4irBIZ13AawIV/BouAzJj7DGmwdLqxWywRw1pAipIEx0fAAu+1wWGuAz2NWRlyINNrO1+oqX/jvnETVq4KP+/BVamOUdSpK
          KKcMriAIThI28EL2wp3lyzTvc6y6WrzHzLOiY0JwHfO52qlF2fpb8LmxAwZlXlY3AYP1D7gyH48M0cchFHkfyl3yFmKWtQmwGgspHEYRB4fOvmnUGzseiVkLwv
          Xl1J6iSuDxIH7vGu5UuXYFU+gMVQaoqKdXMukodQJfC/1erXHkNAyKn6FtzVp9yW2MSn3E6R9HppNmRFxGlci61Xj/5Su2cvZQ==`,
      },
      {
        tcId: 12,
        what: 'first byte of l_hash modified',
        message: null,
        ciphertext: `
          KH1xCKHG56GKywBFsgxXzfKsA0VrRJQnZKep6f3z20gdfiAuTI1zO1a5wek9ceeRr4MlyTY994myUqXtDt3Hnnb6QcLLCjVhg5ghejkKXm2Z7tkF1VVNGcHPTj
          C98cL8xRSLZB1xs/GXe2PSMmSN3ZNeyUmaU6wvvKxV9GLpEGWtqgGKOcRTunWb1otFQHQVNCHiznXPFJ90i1uEdY34pCPRxQyICvhj8qbfPNRlyjaqIVK1dx89
          UH9KTdn4AG2A7KI1Nwkih5dvIYqQ3x4W2In+MeefcwnzIk9hPptSR5/nO3qtkVMZo7YqWTZkn30BXXsJ9/qfRU94p8PdS/eR4A==`,
      },
      {
        tcId: 16,
        what: 'first byte of ps modified',
        message: null,
        ciphertext: `
          UlguECZGMOFYQVX16XC47akQioc3CGHNoS7nc0Ec9VbbMoyKKhZdEPb5aaxhsXCnWXX735MZ0TyVNfMNYh2xnkHaOgT+QIdMr3ecjwO9XRiS5SklsYPBGERu2a
          M16cHcRRn7ElMhXl+NjubUnAFnr51cpbGs4GevVz4L6aYb7szaw3sOVPaw9wV2y4pADQETY1eoV26BwRnT3ZHHtcs0NpKoEDYuHm3AbBdG4HGpA6KFa0RG8Q94
          xnDWF+XiTcXA5Fyq+/j/xK9rPvmY/hv7WarLFtmNfjiWeZOYYaZyLE4pr3MdqZ0XBY16EurQ09V23nlq0q1Zb+raTAkfEHSFNg==`,
      },
      {
        tcId: 20,
        what: "ps replaced by 0xff's",
        message: null,
        ciphertext: `
          dYKaxNl4SN+6IcFojpNs/HNvU/3luR1TMLY6mWjdT1HC9Sn9jY+E5KkIGW/MXeuiG1xzANc4HgfE4OohhJZRacyUZJM+9ahA2GsdvMlFx1R9nqskW6ZNJJRqdZ
          YRYcK49Bfa8RsWOx5aWwLUU0E4Tzd1Ukj6hx5qgvlIrWKS8RRFvzBZbczOxzpEHOpeXcRwAWMJqDtsjxWFNmh60nNNPqFWLUbiO/6Mq0mNGbCxBNlxgqrPhStt
          s8RnAQm4GvG9mbSD2Ss+S9gT7fpNBRMhTcxbtNp2joYAfCLxHl/m9MtguQmVj7lN6mYNP/8LmdsVwtLmyN90eDMNrejFF7kJdQ==`,
      },
      {
        tcId: 23,
        what: 'First byte is 1',
        message: null,
        ciphertext: `
          P5KmlGYcrjNsrHo8Wm9n4GVdECGKZEWXOauWZPLOxYl4k5US32Iea5L+NCm7IsCLUQPaZIp3GefpWgTmthYBVGlVgl1g9MUXYZ+FF4CtF/G4qVXPjH8aXibKSg
          zBnMp1HQeQ1W4RQKRwXhknT2OLfBbZ0+Qjp/eH0CaZI14+nk1UOpVPmxvOVBHI69yuhqS7hsZoGKC6tRorADg7MY5T2VUIurGxnjiM1aA83Oug9xdsF4LhnvYs
          /2k1LURLHODh8znpbYplwHqjf18s8zhn9sSW4Nps15s+IYO1cGTOIaG5IHJwLlVagsrXUQf9/YvV5+pfEZz7vBdw6WL9C3ga/w==`,
      },
      {
        tcId: 28,
        what: 'ciphertext not reduced',
        message: null,
        ciphertext: `
          bqQyC8W8rnCdDkudZ+fwwkimXFvAdikQ4iDqlr3qCI4gzn/7cmqP2H+jYySdwKznX9vgJbJw3XJJDLFkxGg4gRe9lWJL3ftwwfB/mKa5zPnO49K19bPnmmZkVo
          p4iz8QAvyVRtazoPtfPPsU9weF3FQtu7r/uzt5HwpZBqzgkKPCnRI9t2jszlbw2/mZVvBwzi6+ggnC/23mBkrGJH+BxAZJYMUW9oT550CwDzYYRNnBvLFVO+2b
          KXRi6LrdPUMaCbYsdzsAcajXNKrk3gS6xFt7+FVUcek3sKNvDBvOWV7Js9NmyRCTGaNQEVagjCE5PjH8/6LFGyQtrJ+BPI+WhgA=`,
      },
      {
        tcId: 30,
        what: 'prepended bytes to ciphertext',
        message: null,
        ciphertext: `
          AAANopCwv3GhFBsq3GK1tCsH/FJSDLBdHznMynt8ItN5psLy2TFD0FcFAUBSeh5WOCQ5OLUx7D3nAUsBUTAeSbn6QzSCoCq9/ZQZPcnHAVflV3dqad7QHsvqxA
          UTNZXGEWWkKLYoRymkdGtH0rusqddDLDtWk1kc/uSI6zxo3bbN4N1hz8aVJCP5lKvs7jT1aDcyspk0osSYrUjN0wwUkXcYn0ju/ZzHIy3xi+Ef9ffjr3MZ4xFZ
          l8WZ4tj39PZj3MQAMtQDQ20wWKXqZkc2YPDhlSgexuupl9KpUcpspfPBEnFcidodPfsgohlAWU7RCt6Q7XRSt1N1fXJBy4qAPDc6`,
      },
      {
        tcId: 32,
        what: 'truncated ciphertext',
        message: null,
        ciphertext: `
          opCwv3GhFBsq3GK1tCsH/FJSDLBdHznMynt8ItN5psLy2TFD0FcFAUBSeh5WOCQ5OLUx7D3nAUsBUTAeSbn6QzSCoCq9/ZQZPcnHAVflV3dqad7QHsvqxAUTNZ
          XGEWWkKLYoRymkdGtH0rusqddDLDtWk1kc/uSI6zxo3bbN4N1hz8aVJCP5lKvs7jT1aDcyspk0osSYrUjN0wwUkXcYn0ju/ZzHIy3xi+Ef9ffjr3MZ4xFZl8WZ
          4tj39PZj3MQAMtQDQ20wWKXqZkc2YPDhlSgexuupl9KpUcpspfPBEnFcidodPfsgohlAWU7RCt6Q7XRSt1N1fXJBy4qAPDc6`,
      },
    ],
  },
  {
    algorithm: 'RSAES_OAEP_SHA_1',
    file: 'rsa_oaep_2048_sha1_mgf1sha1_test.json',
    privateKey: `
      MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQC9McegJpHS2Vh+9qlG/3iFRMyt1LKYitYghnkqa/lshha0rRMxfSJwuQHQ/NHYgMuPUvuHMEpSWM
      EbON/q6N9nCu7n6h0NnfjgDoCEfkHlmJ7UAtROeLMP7xe1Zx062/hoXk3CBEmezRhj4dWv8op89m6t8x/skjbBIK3RNFFSLGR8mDKmcs1k0yjBwyIYP0Zh0JvaYLjd
      XwMo2lQgghQkr9q7GoDF0SdjobAjjNidB0K/xQtqL8twHYJCGPmCb094ojorWqQqzn8XU3b7bL2yutKTulg9TTHGuPkCnkaxNokkmFX1BXVuAOIlpqRaGHab2NKzpK
      y58cI9PlGIJWHlAgMBAAECggEAB0fVIMqbLfwDNc+UMBFAuBAvuDjJLqmZF+NU4lcJYC3Aze8jH/Jq0t+rvDkecjBypO9Skp8/HPAhbkTACTAw+KwpCW+u8okzvJuS
      QocBTi6TXiFFvkdSzLgst2RicZNpecq3P1Ie6yeFWsKkEINK5Qguti72+Yme5cu2JKjYwEq37c94/hNdD4CPY7XebgcXeb8dnqr40++WVIbyxSYl5uV6ZRx7vQGXyZ
      wFezhgoyYMhkoRs88iukTeOjs/MRfmTr+akfYm67Pzwm0bC7gHU0aNS/apl7KDNfIO2MOE11WDYKmul1VmH6N0mEaxdOa/Mw5S0JlB9szX3lAEd5+buQKBgQD+PSON
      N2o4VtlZL9SWHBen+w+jnUQunfIuftoRXGSMXLc434nqktg3hVjQ2cHPPYv/dA03Q6AUCmp1I+kXbClTssEdf0RpHPi+wrNPtZxklTWYMxlIgRjAMRiudEXnDfRmzp
      hnEmDwXVBoznd9qX4rqEd5SQUAzrT/f2LOypoUfwKBgQC+gUrya/PCcRW8dZXQ0Soa93E/7Kh3rm5thYgl7aPRknBHdPQuGuG2fxc56MRaBHY4gHD6VFt8yWuKRAA7
      yNB/3nP1vN0YJoOV3MKEK1Aj/xSzUjgmB7cXml6jMIQPxFBF2G4KzE/rE18KubfOa4619aV18qKo3imcDT9QbfSHmwKBgGG7TPRXLgz0Td78BQOjTvCzEUL7DJ/C9b
      sr5lYwJzLR3VkOjWzQAC/vocG/Q8KPzUZo7T+mTl4F1wCqykrHuGdFWvkk2D5z9acXH2jvzmvX899LHVgC0GnpNayyY8C7W409s9ZDeWJM7MEtRT/YLPlJWhhkmnjB
      /VAOPwRxW6OvAoGAZknb6SCnqM65ghCM2auFdSdJiq5SorhpGKtrOBpKLLv5R5T3i03pxeilmvVtgHwG0j2869yhpvYrpPjwOymPMilKkDbRbCc53hzD4N200S8keU
      h7V4gq+iRsDil9r02UYHxeUbP0cV9cV9DybYZ5ASCdsCAQ0KVBKEZAqbnwY2MCgYA57GBvXJ8fM9lkYG4Sjp6Qz/kydyxXFap1mBbVBO/ixGIG8zeaph0x+I5ya1Dd
      gLjOhVig10CFJfWMM5nOMuI51wlB8S0h53YcBD4LAiINJf/QNXHHrlu9WcMfSBIGdvnXw3CnSdhJG9/OoBZioTbIXTSbbHEPxvbr+Kenm2Ktww==`,
    otherMgf1Hash: `
      c16461rThX0OCQjxvXjpRTjz+LC0RXacTGF+yoKsR2bOz83KJLUJcC1f0DSSLeSiW7x+uEpwoYrEw78s0Ka4dRpJnSBQq+duSXedoQK+hN86alnUNj3FpMEKImI30U
      24qOHDCm80UmNinykA4iaxq9m2gnJv49LXfqFQzhJs4JoG7e83rxWdfm5pHNBblh21A8/Sn3BBIwSmxVy/cngzdBQrDvgSzBkHE/SytqKb/FIqZHYqgcj32cbM2ej4
      ngr4/VxmH17i8qmrUe8yhiJHDlOBonjcS+Z1BcY6YdDSzKwsY0zwfEsc9ouDrjxL3p3B5MXxoHTNTQq/rz2CtciTCg==`,
    tests: [
      {
        tcId: 1,
        what: '0 bytes',
        message: '',
        ciphertext: `
          ujZoBuStUPdsDY9jqEzIwQRfuy+b7zHaiSFLLIVT4tASb7keitnHjRUVwVk/zViSeDafg9jaNQi+7Vc7LoouYeCdmSNHbPLRyt6GI0SofI5Q1mAHVAiZkoUfRJ
          mL5XEJ/k+aeH/BPLo1HzNd9fTNZWhYqdm1R0ONtODoFkBhgQT6wQwCJ3M/heBBoyJFnBPrz0hV+mlRmrlDAVYRRoMGgOFhb89GUtMNxtDNCro5dWDSpblVa0LU
          LuIIjvh5NGnRFCMxoLMBj+sVOZmiQ5NJpwnuy/CVaGQ/jl0ziQc+r9k9N1RAV+Vnw6VTJp6hsVpJOIEnUyq5Z4YMBAaksMs63A==`,
      },
      {
        tcId: 3,
        what: '4 bytes',
        message: '54657374',
        ciphertext: `
          UEtODZTYAKnakr6PqE/DRferSSHsU8Bzx5WSs0emksziRQE16Zjge7de1+5E8Ef3Wgfje5yRLT1Sm2K+8USVLVsgIkatMsXTTshVnEFj4hRfpf1NVt4oy/5+U3
          1XMjBZRck3C7xtzXKzKW/VSiZgNlcV99kRCZyW3+bRFO7HtEJctlcBqp4I2Zx6wgF5ZWu2eFVNdLrKRQG10LNmyXIkvwyHNOAP8q+LkWrvi4MULV7BQkk+DMTF
          cyZRWlCjHsLGcDUSA0ZC5XiWSXc9L4MSVhvy8vYADOvb98epX7/Q9yHDG6OSrOo3Vook8XZ2f3GzH0B1c97vlcMF4OBj2w6RaA==`,
      },
      {
        tcId: 8,
        what: 'with a label',
        message: null,
        ciphertext: `
          TQy54j6i8lzZP2pKW5GJFWF4VyIUwrvHcxWO2CuDzf56weltZir9RqkiW56NHe0nTgAEjAWNTLZszPTrbE668wuX4/8XohIjze2HCFJL91497AdYM9yVPf2aE0
          EHLxSFxgAY+SvUHO3QUQCF2Bily03zLERylPQkU4Xh5cRifEFFDB39IvNPllFK7RVll2c14yHCZjAN5rk92T5NtOUhsaJplHy3m8zUcs1A4/1DByZyPLl7ylDm
          EL2B2u0x/BZMGO83j2jkBe5tl4+XzAQt0mbJC5CbpSEogk/qf0SWrVbgP6SutSjS/T2b+ugpXhpTBrOJZUsdcFiJC129Z3D/Ww==`,
      },
      {
        tcId: 11,
        what: 'Longest valid message size',
        message:
          '78787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878',
        ciphertext: `
          hlRkMJDOQmEY3M4rsPyjsqTtRVidc64vVoMzTxfKW59B65f/Vmy7wBcdiWL8ykZfZvTPFNARTXdou6wd+3JtkTMWcODojOcobh8O56zVzXXg0yWtyfR/8CggVE
          dw7PRvOB/zMKXHWXjo0kjMEvB1LMfEUiZa6Rn1pN18IAI/v1HQtBOv4J90YRTRbRvkmcmNJw6SE6N6KnRaO7IWvTCgfREFWAkPT+c96+oAnhjrN3Du3dcVC0xy
          MVOfcjLYN4NkkMlUfifawA77WozN+afDwdKcA1FwpRfbiZ7mGSXMeizSeM9Xbr6Cgb06TyZl8V3QsuYbzWUXLC//UKhqKtvy8Q==`,
      },
      {
        tcId: 12,
        what: 'first byte of l_hash modified',
        message: null,
        ciphertext: `
          eGarD4FDfek0QjJfAvhqMFxKSghxIH/zIDdGwmpD//WXnmjHQmTDTa0TlVoyeF7BUj/MsmSVftb2uCK1wFK5Fh1rda3eRRxvjWN6dd/8m5qRA5NOd3zvQbeWa/
          cwpkjluWqlh5NtRgEk3OxRW1VHOgCYRPGcsnlL1zlVfSVBfiwDZ2KpIUgdcotNMqgBWxdTm3zCoWorM+Q7hVYaIRn7bJ2O1C1r7DJCgb554veUJsZT+ERaIMzo
          eiwmPnkzuO8/oLn584/RFf3kWeXTLu4kEsCvBtL2RU4EugYOqHxaoNSzZfJLTwW7J8SqQgYaRc3O8aORGAGLh137n5BP2k2A+w==`,
      },
      {
        tcId: 16,
        what: 'first byte of ps modified',
        message: null,
        ciphertext: `
          D+b83lhkjxPr1fDMvWhFjaiuGN++giONL7kOtCt0PcvnsSsz934xyoXq9pTcwRWcL9R3j86Tzsol9RI6pjrY3b93ZADUidjT1GZlydIrQ4LUaIgbeqMMl8xgaK
          kDGhAM1LA1QmkyxIimOW3nv0K9/I2gSvbOqng2dS/sz75SladX38wlyOjFz+EivLdk8GYFKOFiwyBeCmufjTmfUFKQBUZ/VupwwBgsnWedE9uw4eokuEcJwWgU
          GM0XT0Rn+UPNWhgCvQrGZtq6xyuzvk06uYdLI8TDlPMocHXGBFTarQYvLluBv7FCIsl8rvdCSCxnKcm0TeiA4HZotZqT2OJ9Fw==`,
      },
      {
        tcId: 20,
        what: "ps replaced by 0xff's",
        message: null,
        ciphertext: `
          pFWoU25SlawpJD4/e/0vbr8ap+PRMzwb2f4Ftq3jqpE7hZ29RboJOumwNPYZ+Zpp6qaA/7e+OrOHhGSPbzH4WCAJkvlXQP8u24Nfj8A7tnhSeKuernQtWWZRn6
          n1hPDDBEE20E/hIQTsiovQeVAzTbjfioOvhDNHoQl0JFxyP8hWhiQO79DM4J2Bpjxvak0rg9Kf+a0GASnlUh2l5jXcBXlrpUDx2tJblCO9o2UgJwnl4oeisNew
          miq2AxRH4aKujv2emAop3/FFgyftwK0WJnD4A0PYSQEYhW85bHIFgif1e5sLpmsTxOcRdTi82j6Tff4F0Qp2TAuh9WJkeNT8cg==`,
      },
      {
        tcId: 23,
        what: 'First byte is 1',
        message: null,
        ciphertext: `
          i6ZZSdKlPVqTOrvf8e+0toYUhNwjC8oMNjpmICaRvTnZR5hmR2PXL1Xts36Mx5GzkExCxOG3Xkqq0xL13FOiRvIR0Z4xGpdMkv+K8Fc9yDHFEZTlnJIOw9YyXw
          a5xLzqpuVWlrGFFj5zqsQB/Bklz/zHuAmFurcnKI0lijxg99PS2OyA3P51RyKRg6GSR+PqEK/LD7DI58TFe9XP1VKau9QH+Vn0ucSSQRaR2kRfxf8//dEfzSDC
          opNtE3O1XC7kGntDwEm0DMVfe8heRrDYRko63Qvyig0+5GwS5v1gD4QO1l8R1ZA4H7nGqApG1kVw609pMO0kCH5HqhLsoqEymg==`,
      },
      {
        tcId: 28,
        what: 'ciphertext not reduced',
        message: null,
        ciphertext: `
          mGO3u3/Q8AVYJ7nnmThj3g73TyPMjHY5N8H5RehnS8IQC3rd6aKB6DR9w/k5W64VFumqp0W0NseOtMpTYZKi+F82yB0M+kqUN3Rp6jarPVVSfLSt1oCaM10uEU
          dQ90KCW7Es5/rfphMIyO0K0aQNVOpLCBmenXQ/LoH3jL4cqMNiAEyENRnmQf69VnDL8HPFa20QcAHuy5HkkeaY0aS8QmvQHvsOXG/luggyO7ronThG+vcqpRo8
          3cFxLhNtRzjNt2lRfowqKQ1rm5yCIkrEsLaYYd0UPN5dYYk+OsQp5KBqyIfZ7upRLecbl0ZxXiWYkkBNw5kdqZiD5YfTfI/u9AA=`,
      },
      {
        tcId: 30,
        what: 'prepended bytes to ciphertext',
        message: null,
        ciphertext: `
          AAAlqRigx5hacvGPa2IW0OLRmptCpNW2gOmVw8XFhJZuKcYXmHfP0DF/nk3NyH92cUmU5EB82GiEI1DijzKLPzN0aol+qZlVdfMovn+ZEjaUgq4aZv9behyKyP
          1OV3HlgHe1SlXbbGhJ/yiNUN4O4eRb/fgf+u0Wlx8Zq65mAzijqSQKC3MphPrc0oqFxoDw2si3MwZIGglvcAcG6R98EAzmThxrur1BmAfcFn8fkk7cb0Smm3Wn
          xymJslzjVIBDO8RWxq+pOg6bQVbXWGP5RArkQu79ITuKP1OgZdqozQIGiG0VRMO/7K9iZZz6WR2l6SDX1DcKmqv3+Zg/reEB2i26`,
      },
      {
        tcId: 32,
        what: 'truncated ciphertext',
        message: null,
        ciphertext: `
          qRigx5hacvGPa2IW0OLRmptCpNW2gOmVw8XFhJZuKcYXmHfP0DF/nk3NyH92cUmU5EB82GiEI1DijzKLPzN0aol+qZlVdfMovn+ZEjaUgq4aZv9behyKyP1OV3
          HlgHe1SlXbbGhJ/yiNUN4O4eRb/fgf+u0Wlx8Zq65mAzijqSQKC3MphPrc0oqFxoDw2si3MwZIGglvcAcG6R98EAzmThxrur1BmAfcFn8fkk7cb0Smm3WnxymJ
          slzjVIBDO8RWxq+pOg6bQVbXWGP5RArkQu79ITuKP1OgZdqozQIGiG0VRMO/7K9iZZz6WR2l6SDX1DcKmqv3+Zg/reEB2i26`,
      },
    ],
  },
];

const wycheproofKey = OAEP_ANSWERS[0]?.privateKey ?? '';
const privateKeyOf = (base64: string) =>
  createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });

describe.each(OAEP_ANSWERS)(
  '$algorithm (Wycheproof, $file)',
  ({ algorithm, privateKey, otherMgf1Hash, tests }) => {
    const key = privateKeyOf(privateKey);
    const publicKey = createPublicKey(key);
    const [otherAlgorithm] = WRAPPING_ALGORITHMS.filter((each) => each !== algorithm);

    it.each(tests)('answers as expected in test $tcId: $what', ({ message, ciphertext }) => {
      expect(
        unwrap(key, algorithm, Buffer.from(ciphertext, 'base64'))?.toString('hex') ?? null,
      ).toBe(message);
    });

    it.each(tests)('gives null under the other hash in test $tcId', ({ ciphertext }) => {
      expect(
        unwrap(key, otherAlgorithm ?? algorithm, Buffer.from(ciphertext, 'base64')),
      ).toBeNull();
    });

    it('gives null for every altered byte', () => {
      const wrapped = wrap(publicKey, algorithm, Buffer.alloc(32));
      for (let at = 0; at < wrapped.length; at += 1) {
        const altered = Buffer.from(wrapped);
        altered[at] = (altered[at] ?? 0) ^ 1;
        expect(unwrap(key, algorithm, altered)).toBeNull();
      }
    });

    it('gives null for PKCS#1 v1.5 padding, and for no padding', () => {
      const secret = Buffer.alloc(32, 7);
      expect(
        unwrap(
          key,
          algorithm,
          publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, secret),
        ),
      ).toBeNull();
      expect(
        unwrap(
          key,
          algorithm,
          publicEncrypt(
            { key: publicKey, padding: constants.RSA_NO_PADDING },
            Buffer.alloc(256, 7),
          ),
        ),
      ).toBeNull();
    });

    it('gives null for another hash, or for another hash only in MGF1', () => {
      for (const oaepHash of ['sha224', 'sha384', 'sha512'])
        expect(
          unwrap(
            key,
            algorithm,
            publicEncrypt(
              { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash },
              Buffer.alloc(16),
            ),
          ),
        ).toBeNull();
      expect(unwrap(key, algorithm, Buffer.from(otherMgf1Hash, 'base64'))).toBeNull();
    });

    it('unwraps what it wraps, up to the most that fits', () => {
      const most = Buffer.alloc(MAX_WRAPPED_BYTES[algorithm], 7);
      expect(unwrap(key, algorithm, wrap(publicKey, algorithm, most))).toEqual(most);
      expect(unwrap(key, algorithm, wrap(publicKey, algorithm, Buffer.alloc(0)))).toEqual(
        Buffer.alloc(0),
      );
      expect(() => wrap(publicKey, algorithm, Buffer.alloc(most.length + 1))).toThrow();
    });

    it('gives null under another private key', () => {
      const { privateKey: another } = OAEP_ANSWERS.find((each) => each.algorithm !== algorithm) ?? {
        privateKey,
      };
      expect(
        unwrap(privateKeyOf(another), algorithm, wrap(publicKey, algorithm, Buffer.alloc(32))),
      ).toBeNull();
    });
  },
);

/** A public key in DER whose modulus is not a product of two primes. No code checks that, and it is cheaper than a real one. */
const publicKeyDer = (modulusBits: number, exponent: string) => {
  const n = Buffer.alloc(modulusBits / 8, 0xff).toString('base64url');
  const e = Buffer.from(exponent, 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }).export({
    format: 'der',
    type: 'spki',
  });
};

describe('A public key to wrap with', () => {
  const real = createPublicKey(privateKeyOf(wycheproofKey)).export({ format: 'der', type: 'spki' });

  it.each(['03', '010001', 'ffffffff'])(
    'is RSA of 2,048 bits, with the exponent 0x%s',
    (exponent) => {
      const key = readPublicKey(publicKeyDer(2_048, exponent));
      expect(key?.type).toBe('public');
      expect(key?.asymmetricKeyDetails).toEqual({
        modulusLength: 2_048,
        publicExponent: BigInt(`0x${exponent}`),
      });
    },
  );

  it('is read from DER as OpenSSL writes it', () => {
    const key = readPublicKey(real);
    expect(key?.export({ format: 'der', type: 'spki' })).toEqual(real);
  });

  it.each([512, 1_024, 2_040, 2_056, 3_072, 4_096, 8_192])(
    'is not RSA of %i bits',
    (modulusBits) => {
      expect(readPublicKey(publicKeyDer(modulusBits, '010001'))).toBeNull();
    },
  );

  it.each(['0100000001', `01${'00'.repeat(31)}01`, `7f${'ff'.repeat(255)}`])(
    'has no exponent as large as 0x%s',
    (exponent) => {
      expect(readPublicKey(publicKeyDer(2_048, exponent))).toBeNull();
    },
  );

  it.each(['01', '02', '04', '010000', 'fffffffe'])(
    'has no exponent as useless as 0x%s',
    (exponent) => {
      expect(readPublicKey(publicKeyDer(2_048, exponent))).toBeNull();
    },
  );

  it('has no even modulus, which OpenSSL takes and fails with', () => {
    const even = Buffer.from(real);
    const lastOfModulus = even.length - 6; // before the exponent: 02 03 01 00 01
    even.writeUInt8((even[lastOfModulus] ?? 0) & 0xfe, lastOfModulus);
    expect(
      createPublicKey({ key: even, format: 'der', type: 'spki' }).asymmetricKeyDetails
        ?.modulusLength,
    ).toBe(2_048);
    expect(readPublicKey(even)).toBeNull();
  });

  it.each([
    ['EC P-256', () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey],
    ['SM2', () => generateKeyPairSync('ec', { namedCurve: 'SM2' }).publicKey],
    ['Ed25519', () => generateKeyPairSync('ed25519').publicKey],
    ['X25519', () => generateKeyPairSync('x25519').publicKey],
    ['RSA only for PSS', () => generateKeyPairSync('rsa-pss', { modulusLength: 2_048 }).publicKey],
  ])('is not %s', (_, make) => {
    expect(readPublicKey(make().export({ format: 'der', type: 'spki' }))).toBeNull();
  });

  it.each<[string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(294)],
    ['text', Buffer.from('garbage')],
    [
      'PEM',
      Buffer.from(
        `-----BEGIN PUBLIC KEY-----\n${real.toString('base64')}\n-----END PUBLIC KEY-----\n`,
      ),
    ],
    ['base64', Buffer.from(real.toString('base64'))],
    [
      'PKCS#1',
      createPublicKey({ key: real, format: 'der', type: 'spki' }).export({
        format: 'der',
        type: 'pkcs1',
      }),
    ],
    ['a private key', Buffer.from(wycheproofKey, 'base64')],
    ['a key cut short', real.subarray(0, -1)],
    ['a key with a byte more', Buffer.concat([real, Buffer.of(0)])],
    ['a key without its first byte', real.subarray(1)],
  ])('is not %s', (_, der) => {
    expect(readPublicKey(der)).toBeNull();
  });
});
