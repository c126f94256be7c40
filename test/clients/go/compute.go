package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// arguments are those of all functions. JSON writes bytes as base64, as the scenarios do.
type arguments struct {
	Algorithm    string
	Bytes        int
	Ciphertext   []byte
	Hash         string
	Key          []byte
	Pair         keyPair
	Plaintext    []byte
	PublicKey    string
	PublicKeyDer []byte
	PublicKeyPem string
	Sealed       []byte
	Signature    []byte
	Suffix       []byte
	Text         string
	Texts        []string
}

var functions = map[string]func(arguments) (any, error){
	"random":      random,
	"sha256":      digest,
	"aesGcmSeal":  aesGcmSeal,
	"aesGcmOpen":  aesGcmOpen,
	"verify":      verify,
	"oaepEncrypt": oaepEncrypt,
	"rsaKeyPair":  rsaKeyPair,
	"oaepDecrypt": oaepDecrypt,
	"aliasName":   aliasName,
	"join":        join,
}

func compute(name string, with any) (any, error) {
	function, known := functions[name]
	if !known {
		return nil, fmt.Errorf("the driver has no such function")
	}
	encoded, err := json.Marshal(with)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.DisallowUnknownFields()
	var a arguments
	if err := decoder.Decode(&a); err != nil {
		return nil, err
	}
	result, err := function(a)
	if err != nil {
		return nil, err
	}
	return plain(result)
}

func random(a arguments) (any, error) {
	result := make([]byte, a.Bytes)
	_, err := rand.Read(result)
	return result, err
}

func digest(a arguments) (any, error) {
	sum := sha256.Sum256([]byte(a.Text))
	return sum[:], nil
}

// aesGcm seals under random nonces that it puts before the ciphertext.
func aesGcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func aesGcmSeal(a arguments) (any, error) {
	gcm, err := aesGcm(a.Key)
	if err != nil {
		return nil, err
	}
	return gcm.Seal(nil, nil, []byte(a.Text), nil), nil
}

func aesGcmOpen(a arguments) (any, error) {
	gcm, err := aesGcm(a.Key)
	if err != nil {
		return nil, err
	}
	opened, err := gcm.Open(nil, nil, a.Sealed, nil)
	return string(opened), err
}

func aliasName(a arguments) (any, error) {
	return "alias/" + hex.EncodeToString(a.Suffix), nil
}

func join(a arguments) (any, error) {
	return strings.Join(a.Texts, ""), nil
}
