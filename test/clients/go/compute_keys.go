package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"

	// crypto.Hash finds SHA-1 only where it is linked in.
	_ "crypto/sha1"
)

type keyPair struct {
	Private []byte `json:"private"`
	Public  []byte `json:"public"`
}

var hashes = map[string]crypto.Hash{"SHA-1": crypto.SHA1, "SHA-256": crypto.SHA256}

func verify(a arguments) (any, error) {
	key, err := publicKey(a.PublicKey, nil)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(a.Text))
	switch key := key.(type) {
	case *ecdsa.PublicKey:
		if a.Algorithm == "ECDSA_SHA_256" {
			return ecdsa.VerifyASN1(key, sum[:], a.Signature), nil
		}
	case *rsa.PublicKey:
		switch a.Algorithm {
		case "RSA_PSS_SHA_256":
			options := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}
			return rsa.VerifyPSS(key, crypto.SHA256, sum[:], a.Signature, options) == nil, nil
		case "RSA_PKCS1_SHA_256":
			return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], a.Signature) == nil, nil
		}
	}
	return nil, fmt.Errorf("%q cannot be verified by a %T", a.Algorithm, key)
}

// publicKey reads a key as PEM or, without one, as DER.
func publicKey(text string, der []byte) (any, error) {
	if text != "" {
		block, _ := pem.Decode([]byte(text))
		if block == nil {
			return nil, fmt.Errorf("the public key is no PEM")
		}
		der = block.Bytes
	}
	return x509.ParsePKIXPublicKey(der)
}

func oaepEncrypt(a arguments) (any, error) {
	parsed, err := publicKey(a.PublicKeyPem, a.PublicKeyDer)
	if err != nil {
		return nil, err
	}
	key, isRSA := parsed.(*rsa.PublicKey)
	hash, known := hashes[a.Hash]
	if !isRSA || !known {
		return nil, fmt.Errorf("a %T cannot encrypt by %q", parsed, a.Hash)
	}
	return rsa.EncryptOAEP(hash.New(), rand.Reader, key, a.Plaintext, nil)
}

func rsaKeyPair(arguments) (any, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	return keyPair{Private: x509.MarshalPKCS1PrivateKey(key), Public: public}, err
}

func oaepDecrypt(a arguments) (any, error) {
	key, err := x509.ParsePKCS1PrivateKey(a.Pair.Private)
	if err != nil {
		return nil, err
	}
	hash, known := hashes[a.Hash]
	if !known {
		return nil, fmt.Errorf("there is no hash %q", a.Hash)
	}
	return rsa.DecryptOAEP(hash.New(), rand.Reader, key, a.Ciphertext, nil)
}
