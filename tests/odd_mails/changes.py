"""How a mail changes on its way without becoming another one, and how it is damaged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

_END: Final = re.compile(rb"\r\n|\r|\n")
#: what servers put above a mail each time that they pass it on
TRACES: Final = (
    b"Received: from a.example by b.example; Tue, 3 Mar 2026 10:00:00 +0000\r\n",
    b"Received: from x by y\r\n\t(folded over two lines);\r\n Tue, 3 Mar 2026 11:00:00 +0000\r\n",
    b"Return-Path: <awa@ministry.example>\r\n",
    b"Delivered-To: requests@localhost\r\n",
    b"X-Original-To: requests@localhost\r\n",
    b"Received-SPF: pass client-ip=192.0.2.1\r\n",
    b"Authentication-Results: mx.example; spf=pass\r\n\tsmtp.mailfrom=ministry.example\r\n",
    b"ARC-Seal: i=1; a=rsa-sha256; cv=none; d=mx.example; s=a; b=AAAA\r\n",
    b"ARC-Message-Signature: i=1; a=rsa-sha256; d=mx.example; b=BBBB\r\n",
    b"ARC-Authentication-Results: i=1; mx.example; spf=pass\r\n",
)
#: pieces of mails that change how what follows them is read
SCRAPS: Final = (
    *(b"\r\n", b"\r\n\r\n", b"\n", b"\r", b"\0", b".\r\n", b"--x\r\n", b"--x--\r\n", b"=?utf-8?B?"),
    *(b"?=", b"=", b"=\r\n", b"\xff\xfe", b"\xc3\xa9", b"begin 644 a.pdf\r\n", b"end\r\n"),
    *(
        b"-----BEGIN PGP MESSAGE-----\r\n",
        b"-----END PGP MESSAGE-----\r\n",
        b"=ybegin size=1 name=a",
    ),
    *(b"Content-Type: multipart/mixed; boundary=x\r\n", b"Content-Type: message/rfc822\r\n"),
    *(b"Content-Type: application/pkcs7-mime\r\n", b"Content-Type: text/html; charset=koi8-r\r\n"),
    *(b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n"),
    *(b"Content-Disposition: attachment; filename*0*=utf-8''%", b"From: <<@a,@b:\r\n", b"\x30\x80"),
)


def with_ends(raw: bytes, end: bytes) -> bytes:
    """The mail with one kind of line ends throughout."""
    return _END.sub(lambda _: end, raw)


@st.composite
def damaged(draw: st.DrawFn, mails: Sequence[bytes]) -> bytes:
    """A mail cut, with pieces changed, doubled, moved or gone, or of another mail put into it."""
    content = bytearray(draw(st.sampled_from(mails)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        size = draw(st.integers(1, 200))
        piece = bytes(content[at : at + size])
        change = draw(st.sampled_from(["set", "cut", "double", "drop", "scrap", "graft"]))
        if change == "set":
            content[at : at + size] = draw(st.binary(max_size=20))
        elif change == "cut":
            del content[at:]
        elif change == "double":
            content[at:at] = piece * draw(st.integers(1, 20))
        elif change == "drop":
            del content[at : at + size]
        elif change == "scrap":
            content[at:at] = draw(st.sampled_from(SCRAPS))
        else:
            other = draw(st.sampled_from(mails))
            content[at:] = other[draw(st.integers(0, len(other))) :]
    return bytes(content)
