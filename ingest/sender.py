"""Who a mail came from where no SMTP conversation said it: its Return-Path, else what it claims."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Final

from ingest import tree

_HEAD_BYTES: Final = 100_000
#: longest From and Return-Path that are looked into, in characters; an address has 320 at most
_LONGEST: Final = 2_000
_RETURN_PATH: Final = re.compile(rb"return-path:[ \t]*(.*)", re.IGNORECASE | re.DOTALL)
_PATH: Final = re.compile(r"<?\s*([^\s<>]*)\s*>?")
#: what servers write beside it at the end of the way
_BESIDE: Final = (b"delivered-to:", b"x-original-to:", b"envelope-to:", b"delivery-date:")


def sender_of(raw: bytes, otherwise: str) -> str:
    """Whom a mail is from, as an envelope would say it; "" for the null sender of a bounce.

    It never raises: what it says is asked for outside the guard, with other mails behind this one.

    Args:
        raw: the mail.
        otherwise: what to call a sender of which the mail says nothing.

    """
    returns_to = return_path(raw)
    if returns_to is not None:
        return returns_to
    try:
        head = tree.header(raw[:_HEAD_BYTES])
        address = parseaddr(str(head.get("From", ""))[:_LONGEST])[1]
    except Exception:  # noqa: BLE001 - the standard parser has many ways to trip; any bytes count
        return otherwise
    return storable(address) if "@" in address.strip("@") else otherwise


def return_path(raw: bytes) -> str | None:
    """The envelope sender as the server that delivered the mail wrote it; None where it did not.

    That server writes it at the top (RFC 5321 4.4). Whatever stands below a Received was there
    when the mail came to it, and anybody may have written that.
    """
    for line in _fields(raw[:_HEAD_BYTES]):
        found = _RETURN_PATH.match(line)
        if found:
            said = found[1].decode("utf-8", "replace").strip()
            path = _PATH.fullmatch(said) if len(said) <= _LONGEST else None
            return storable(path[1]) if path and (not path[1] or "@" in path[1]) else None
        if not line.lower().startswith(_BESIDE):
            return None
    return None


def _fields(head: bytes) -> list[bytes]:
    """The first header fields, unfolded."""
    fields: list[bytes] = []
    for line in head.split(b"\n", 40)[:40]:
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += line.rstrip(b"\r")
        elif line.strip():
            fields.append(line.rstrip(b"\r"))
        else:
            break
    return fields


def storable(text: str) -> str:
    """A name or an address without what no database can hold: bytes that are no UTF-8, controls."""
    decoded = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(ch for ch in decoded if ch.isprintable())
