"""Creates a key, encrypts, decrypts and lists keys by the client gql. Takes {"url", "accessKeyId", "accessKeySecret"}
as JSON on standard input, and writes what it got as one JSON object on standard output."""

import json
import os
import sys
from importlib.metadata import version

# The server listens on the loopback address, which a proxy cannot reach.
os.environ["NO_PROXY"] = "*"
sys.dont_write_bytecode = True

from gql import Client, gql  # noqa: E402
from gql.transport.exceptions import TransportQueryError  # noqa: E402
from gql.transport.requests import RequestsHTTPTransport  # noqa: E402

CREATE_KEY = gql("mutation PythonCreateKey { createKey { keyId } }")
ENCRYPT = gql("mutation PythonEncrypt($input: EncryptInput!) { encrypt(input: $input) { keyId ciphertextBlob } }")
DECRYPT = gql("mutation PythonDecrypt($input: DecryptInput!) { decrypt(input: $input) { keyId plaintext } }")
LIST_KEYS = gql("query PythonKeys { keys(first: 10) { edges { node { keyId keyState } } } }")


def main() -> None:
    given = json.load(sys.stdin)
    transport = RequestsHTTPTransport(given["url"], auth=(given["accessKeyId"], given["accessKeySecret"]))
    # With the server's schema, gql validates each document before it sends it.
    with Client(transport=transport, fetch_schema_from_transport=True) as session:
        key_id = session.execute(CREATE_KEY)["createKey"]["keyId"]
        encrypt = {"input": {"keyId": key_id, "plaintext": "aGVsbG8="}}
        blob = session.execute(ENCRYPT, variable_values=encrypt)["encrypt"]["ciphertextBlob"]
        decrypted = session.execute(DECRYPT, variable_values={"input": {"ciphertextBlob": blob}})["decrypt"]
        try:
            session.execute(DECRYPT, variable_values={"input": {"ciphertextBlob": "aGVsbG8="}})
            code = None
        except TransportQueryError as error:
            code = error.errors[0]["extensions"]["code"]
        listed = session.execute(LIST_KEYS)["keys"]["edges"]
    print(
        json.dumps(
            {"version": version("gql"), "keyId": key_id, "decrypted": decrypted, "code": code, "listed": listed}
        )
    )


if __name__ == "__main__":
    main()
