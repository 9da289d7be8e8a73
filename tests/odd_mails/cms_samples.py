"""Real CMS (RFC 5652) around parts of mails, made by openssl with a certificate of the moment."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

#: where it is missing, the mails that need it are left out of the corpus
OPENSSL: Final = shutil.which("openssl")


def cms(content: bytes, *options: str) -> bytes:
    """What `openssl cms` makes of these bytes, as DER or BER."""
    return _run("cms", "-binary", "-nosmimecap", "-outform", "DER", *options, given=content)


def signed(content: bytes, *options: str) -> bytes:
    """Signed, with the content inside."""
    key, certificate = identity()
    return cms(content, "-sign", "-nodetach", "-signer", certificate, "-inkey", key, *options)


def signature(content: bytes) -> bytes:
    """A signature alone."""
    key, certificate = identity()
    return cms(content, "-sign", "-signer", certificate, "-inkey", key)


def encrypted(content: bytes, *options: str) -> bytes:
    """Encrypted for a certificate."""
    return cms(content, "-encrypt", *options, identity()[1])


@cache
def identity() -> tuple[str, str]:
    """Paths of a key and of its certificate, both of this run alone."""
    folder = Path(tempfile.mkdtemp(prefix="acsg-cms-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    subject = ["-subj", "/CN=Awa Diallo/emailAddress=awa@ministry.example"]
    curve = ["-newkey", "rsa:2048", "-nodes", "-days", "2"]
    _run("req", "-x509", *curve, *subject, "-keyout", key, "-out", certificate)
    return key, certificate


def _run(*arguments: str, given: bytes = b"") -> bytes:
    done = subprocess.run(
        [OPENSSL or "openssl", *arguments], input=given, capture_output=True, check=True, timeout=30
    )
    return done.stdout
