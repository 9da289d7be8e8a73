"""Old office files (doc, xls, ppt) through LibreOffice, where the system has it, into new ones.

It runs as a program of the guarded process, in a folder and with a profile of the task's own, in
which macros, active content and links to elsewhere are switched off; what it makes is read by the
readers of the new formats. Without it such a file is kept and named.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

#: seconds after which a conversion is given up; a letter takes two to five
SECONDS: Final = 90.0
#: type -> ending of what comes in and of what goes out, filter
_WAYS: Final = {
    "application/msword": (".doc", "docx"),
    "application/vnd.ms-excel": (".xls", "xlsx"),
    "application/vnd.ms-powerpoint": (".ppt", "pptx"),
}
TYPES: Final = frozenset(_WAYS)
_PROGRAM: Final = "soffice"
_COMMON: Final = "/org.openoffice.Office.Common/Security/Scripting"
#: levels and switches of its own settings
_SETTINGS: Final = (
    ("MacroSecurityLevel", "3"),
    ("DisableMacrosExecution", "true"),
    ("DisableActiveContent", "true"),
    ("BlockUntrustedRefererLinks", "true"),
    ("DisableOLEAutomation", "true"),
)


class NoConverterError(Exception):
    """No converter is installed."""


class ConversionError(Exception):
    """The converter gave nothing; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def converted(content: bytes, media_type: str, *, seconds: float = SECONDS) -> bytes:
    """The same document in the format that took its place.

    Raises:
        NoConverterError: there is no converter here.
        ConversionError: it could not be converted, or not in time.

    """
    program = shutil.which(_PROGRAM)
    if program is None:
        raise NoConverterError
    before, after = _WAYS[media_type]
    with tempfile.TemporaryDirectory(prefix="convert-") as place:
        folder = Path(place)
        source = folder / f"source{before}"
        source.write_bytes(content)
        _profile(folder / "profile")
        _run(_command(program, folder, after, source), folder, seconds)
        made = folder / "made" / f"source.{after}"
        if not made.exists() or not made.stat().st_size:
            raise ConversionError("damaged")
        return made.read_bytes()


def _command(program: str, folder: Path, after: str, source: Path) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    switches = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    made = ["--convert-to", after, "--outdir", str(folder / "made")]
    return [program, profile, *switches, *made, str(source)]


def _run(command: list[str], folder: Path, seconds: float) -> None:
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
    try:
        subprocess.run(  # noqa: S603 - the one program, its only argument a file of ours
            command,
            env={**environment, "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise ConversionError("timeout") from None
    except (subprocess.CalledProcessError, OSError):
        raise ConversionError("damaged") from None


def _profile(folder: Path) -> None:
    """A profile with nothing in it but what keeps documents quiet."""
    items = "".join(
        f'<item oor:path="{_COMMON}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for name, value in _SETTINGS
    )
    place = folder / "user" / "registrymodifications.xcu"
    place.parent.mkdir(parents=True)
    place.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>",
        encoding="utf-8",
    )
