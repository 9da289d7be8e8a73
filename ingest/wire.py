"""Values on their way out of a guarded process: bytes that can be nothing but those values.

A process that reads documents may be taken over by one. What it sends is therefore never pickle,
which would let it run code on the other side, but MessagePack, read back against the type that is
expected and refused where it is another. The one door of msgspec.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast, get_type_hints

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

#: of one result; the files that a mail or an archive holds are in it
MAX_BYTES: Final = 300_000_000


class GarbledError(Exception):
    """What came is not what was expected."""


def encode(value: object) -> bytes:
    """A value as bytes.

    Raises:
        TypeError, ValueError, OverflowError: it is none that can be sent.

    """
    return msgspec.msgpack.encode(value)


def decode(data: bytes, shape: type[T]) -> T:
    """The value of this type that the bytes say.

    Raises:
        GarbledError: they say something else.

    """
    try:
        value: T = _decoder(cast("Any", shape)).decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise GarbledError from error
    return value


def result_of(task: Callable[..., T]) -> type[T]:
    """The type that a task gives, as its signature says; plain values where it says nothing."""
    while isinstance(task, partial):
        task = task.func
    try:
        shape: type[T] = get_type_hints(task)["return"]
    except (KeyError, NameError, TypeError):
        # MessagePack's own: no classes, tuples as lists
        plain: Any = Any
        return plain  # type: ignore[no-any-return] # what it says
    return shape


@cache
def _decoder(shape: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(shape)
