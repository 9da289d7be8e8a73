"""The value of `ACSG_ENCODER`: a name of what ships, or the folder of another encoder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator


def _checked(value: str) -> str:
    if "/" in value:
        # as it is meant here, for processes that may stand elsewhere
        return str(Path(value).expanduser().absolute())
    if value not in {"both", "use"}:
        raise ValueError("give both, use, or the path of a folder with an encoder, with a / in it")
    return value


EncoderChoice = Annotated[str, AfterValidator(_checked)]
