"""What a caller computes itself, by Python's `cryptography`."""

import base64
import hashlib
import os
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
HASHES = {"SHA-1": hashes.SHA1, "SHA-256": hashes.SHA256}


def encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def random(bytes: int) -> str:
    return encode(os.urandom(bytes))


def sha256(text: str) -> str:
    return encode(hashlib.sha256(text.encode()).digest())


def aes_gcm_seal(key: str, text: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    return encode(nonce + AESGCM(decode(key)).encrypt(nonce, text.encode(), None))


def aes_gcm_open(key: str, sealed: str) -> str:
    data = decode(sealed)
    return AESGCM(decode(key)).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None).decode()


def verify(publicKey: str, algorithm: str, text: str, signature: str) -> bool:
    sha = hashes.SHA256()
    schemes: dict[str, tuple] = {
        "RSA_PSS_SHA_256": (padding.PSS(padding.MGF1(sha), padding.PSS.DIGEST_LENGTH), sha),
        "RSA_PKCS1_SHA_256": (padding.PKCS1v15(), sha),
        "ECDSA_SHA_256": (ec.ECDSA(sha),),
    }
    key: Any = serialization.load_pem_public_key(publicKey.encode())
    try:
        key.verify(decode(signature), text.encode(), *schemes[algorithm])
    except InvalidSignature:
        return False
    return True


def oaep(hash: str) -> padding.OAEP:
    return padding.OAEP(padding.MGF1(HASHES[hash]()), HASHES[hash](), None)


def oaep_encrypt(hash: str, plaintext: str, publicKeyPem: str = "", publicKeyDer: str = "") -> str:
    key: Any = (
        serialization.load_pem_public_key(publicKeyPem.encode())
        if publicKeyPem
        else serialization.load_der_public_key(decode(publicKeyDer))
    )
    return encode(key.encrypt(decode(plaintext), oaep(hash)))


def rsa_key_pair() -> dict[str, Any]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {"private": private, "public": encode(public)}


def oaep_decrypt(pair: dict[str, Any], hash: str, ciphertext: str) -> str:
    return encode(pair["private"].decrypt(decode(ciphertext), oaep(hash)))


def alias_name(suffix: str) -> str:
    return f"alias/{decode(suffix).hex()}"


def join(texts: list[str]) -> str:
    return "".join(texts)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "random": random,
    "sha256": sha256,
    "aesGcmSeal": aes_gcm_seal,
    "aesGcmOpen": aes_gcm_open,
    "verify": verify,
    "oaepEncrypt": oaep_encrypt,
    "rsaKeyPair": rsa_key_pair,
    "oaepDecrypt": oaep_decrypt,
    "aliasName": alias_name,
    "join": join,
}
