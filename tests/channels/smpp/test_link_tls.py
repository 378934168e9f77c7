"""TLS to the operator: the name is asked for and the certificate is checked."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from tekstari.channels.smpp.client import Pausing, Unreachable
from tekstari.channels.smpp.events import (
    Answered,
)
from tekstari.channels.smpp.tls import secure
from tests.channels.smpp.far_end import (
    FarEnd,
)
from tests.channels.smpp.linked import linked, run, until


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed: TLS is not tried")
    key, pem = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        + ["-nodes", "-days", "2", "-subj", "/CN=smpp.example", "-addext", "subjectAltName=DNS:smpp.example"]
        + ["-keyout", str(key), "-out", str(pem)],
        check=True,
        capture_output=True,
    )
    return pem, key


def test_tls_asks_for_the_name_and_checks_the_certificate(certificate: tuple[Path, Path]) -> None:
    pem, key = certificate
    asked: list[str | None] = []
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, key)
    server.sni_callback = lambda socket, name, context: asked.append(name)

    async def test() -> None:
        trusted, asks = secure(str(pem)), {"server_name": "smpp.example"}
        async with FarEnd(ssl=server) as far_end, linked(far_end, tls=trusted, **asks) as line:
            await line.bound()
            await line.submit("Hei")
            await until(lambda: line.of(Answered))
            assert asked == ["smpp.example"]

    run(test)


def test_tls_with_a_certificate_nobody_vouches_for_is_no_connection(certificate: tuple[Path, Path]) -> None:
    pem, key = certificate
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, key)

    async def test() -> None:
        async with FarEnd(ssl=server) as far_end:
            async with linked(far_end, tls=secure(), server_name="smpp.example") as line:
                await until(lambda: line.of(Pausing))
                assert line.of(Unreachable) == [Unreachable("SSLCertVerificationError")]
            assert far_end.heard == []

    run(test)
