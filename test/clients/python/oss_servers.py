"""What stands around oss2 in its scenarios: a bucket, and a door to the KMS, with TLS or without."""

import ipaddress
import ssl
import sys
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

LOOPBACK = "127.0.0.1"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Standard error is for what goes wrong."""

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Listener(ThreadingHTTPServer):
    """Ends with the driver: its threads are daemons."""

    def __init__(self, handler: type[Handler], tls: ssl.SSLContext | None = None) -> None:
        super().__init__((LOOPBACK, 0), handler)
        self.url = f"{'https' if tls else 'http'}://{LOOPBACK}:{self.server_port}"
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that does not trust the certificate resets the connection.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Bucket(Listener):
    """Stores what is put, with its x-oss-meta-* headers, and gives it back."""

    def __init__(self) -> None:
        objects: dict[str, tuple[bytes, dict[str, str]]] = {}

        class Objects(Handler):
            def do_PUT(self) -> None:
                meta = {name: value for name, value in self.headers.items() if name.lower().startswith("x-oss-meta-")}
                objects[self.path] = self.body(), meta
                self.answer(200, {}, b"")

            def do_GET(self) -> None:
                body, meta = objects[self.path]
                self.answer(200, meta, body)

        super().__init__(Objects)
        self.objects = objects


class Door(Listener):
    """Hands requests on to the KMS as they are, and keeps the names of the operations that succeeded."""

    def __init__(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        calls: list[str] = []

        class Forward(Handler):
            def do_POST(self) -> None:
                kms = HTTPConnection(host, port)
                kms.request("POST", self.path, self.body(), dict(self.headers))
                answer = kms.getresponse()
                body = answer.read()
                kms.close()
                operation = parse_qs(urlsplit(self.path).query)["Action"][0]
                if answer.status == 200 and operation not in calls:
                    calls.append(operation)
                self.answer(answer.status, {"Content-Type": answer.headers["Content-Type"]}, body)

        super().__init__(Forward, tls)
        self.calls = calls


def self_signed(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """The file of a certificate for the loopback address, and a server's side of TLS that has it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a door to the KMS")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, private)
    return certificate, tls
