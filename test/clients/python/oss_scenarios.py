"""oss2: a bucket that encrypts on the client's side, by data keys of the KMS."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import oss2
from oss2.exceptions import ClientError, OpenApiServerError

from core_client import CoreClient
from oss_servers import Bucket, Door, self_signed
from scenarios import Server, Wrong, check, described, own_credential

# What a user sets for the KMS part of oss2 to trust a certificate. REQUESTS_CA_BUNDLE does nothing there.
TRUST = "ALIBABA_CLOUD_CA_BUNDLE"
LINE = b"payroll of November: nobody else is to read this\n"
TEXT = LINE * 1000


class Surroundings:
    def __init__(self, server: Server, door: Door) -> None:
        self.server = server
        self.door = door
        self.store = Bucket()

    def new_key(self) -> str:
        return CoreClient(self.server).call("kms", "CreateKey", {}, own_credential(self.server))["KeyMetadata"]["KeyId"]

    def bucket(
        self, key_id: str, passphrase: str | None = None, description: dict[str, str] | None = None
    ) -> oss2.CryptoBucket:
        id, secret, region = self.server.access_key_id, self.server.access_key_secret, self.server.region
        provider = oss2.AliKMSProvider(id, secret, region, key_id, passphrase=passphrase, mat_desc=description)
        # The provider takes no address. Its KMS client is the older one, which takes one for a region.
        provider.kms_client.add_endpoint(region, "Kms", self.door.url)
        return oss2.CryptoBucket(oss2.Auth(id, secret), self.store.url, "payroll", provider)

    def stored(self, name: str) -> tuple[bytes, dict[str, str]]:
        return self.store.objects[f"/payroll/{name}"]


def read(bucket: oss2.CryptoBucket, name: str) -> bytes:
    return bucket.get_object(name).read()


def same_text(found: bytes) -> None:
    if found != TEXT:
        raise Wrong(f"what was read back begins with {found[:50]!r}")


def puts_and_gets(around: Surroundings) -> None:
    key_id = around.new_key()
    around.bucket(key_id).put_object("november.txt", TEXT)
    body, meta = around.stored("november.txt")
    check("the length of what the bucket stored", len(body), len(TEXT))
    if LINE[:20] in body:
        raise Wrong("the bucket stored the text itself")
    check("how the key is wrapped", meta["x-oss-meta-client-side-encryption-wrap-alg"], "KMS/ALICLOUD")
    same_text(read(around.bucket(key_id), "november.txt"))


def puts_and_gets_by_tls(around: Surroundings) -> None:
    trusted = os.environ.pop(TRUST)
    try:
        around.bucket(around.new_key()).put_object("november.txt", TEXT)
    except ClientError as error:
        if "CERTIFICATE_VERIFY_FAILED" not in str(error):
            raise
    else:
        raise Wrong("a certificate passed that nobody trusts")
    finally:
        os.environ[TRUST] = trusted
    puts_and_gets(around)


def binds_to_a_passphrase(around: Surroundings) -> None:
    key_id = around.new_key()
    # The provider makes an encryption context of it.
    around.bucket(key_id, "open sesame").put_object("november.txt", TEXT)
    for passphrase in (None, "open barley"):
        try:
            read(around.bucket(key_id, passphrase), "november.txt")
        except OpenApiServerError as error:
            check("the code", error.code, "InvalidParameter")
            check("the status", error.status, 400)
        else:
            raise Wrong(f"read with the passphrase {passphrase}")
    same_text(read(around.bucket(key_id, "open sesame"), "november.txt"))


def finds_the_key_by_a_description(around: Surroundings) -> None:
    older, newer, year = around.new_key(), around.new_key(), {"year": "last"}
    around.bucket(older, "open sesame", year).put_object("november.txt", TEXT)
    _, meta = around.stored("november.txt")
    check("the description", meta["x-oss-meta-client-side-encryption-matdesc"], '{"year": "last"}')
    bucket = around.bucket(newer, description={"year": "this"})
    bucket.put_object("december.txt", TEXT)
    bucket.crypto_provider.add_encryption_materials(
        oss2.EncryptionMaterials(year, custom_master_key_id=older, passphrase="open sesame")
    )
    same_text(read(bucket, "november.txt"))
    same_text(read(bucket, "december.txt"))


SCENARIOS = {
    "puts an object sealed by a data key, and gets it": puts_and_gets,
    "puts and gets it by TLS": puts_and_gets_by_tls,
    "binds the data key to a passphrase": binds_to_a_passphrase,
    "finds the key of an older object by its description": finds_the_key_by_a_description,
}


def run_all(server: Server) -> Iterator[dict]:
    with TemporaryDirectory() as folder:
        certificate, tls = self_signed(Path(folder))
        os.environ[TRUST] = str(certificate)
        for name, scenario in SCENARIOS.items():
            door = Door(server.host, server.port, tls if scenario is puts_and_gets_by_tls else None)
            failure = None
            try:
                scenario(Surroundings(server, door))
            except Exception as error:  # as for the other clients: a result, not an end of the driver
                failure = described(error)
            yield {"scenario": name, "calls": door.calls, "lacks": [], "failure": failure}
