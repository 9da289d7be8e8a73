"""How guarded processes begin: with an environment of their own, and not one name of ours in it."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing import forkserver, util
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: what programs in guarded processes need of an environment, and nothing of ours
_ENVIRONMENT: Final = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/nonexistent",
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
_SHARED: Final = "ingest.shared"

#: modules that the fork server loads, for all guards of this process
_loaded: set[str] = set()


def set_out(environment: Mapping[str, str], *, shared: bool) -> None:
    """Have all guarded processes begin so, and start the one that readers are forked from.

    Emptying the environment later, inside, would leave it readable in /proc. One fork server serves
    all guards, and should it end and be started anew, then again so.

    Args:
        environment: more of it for the processes.
        shared: whether the fork server loads the shipped reader, once for all processes.

    """

    def spawn(path: bytes, arguments: Sequence[Any], descriptors: Sequence[int]) -> int:
        for descriptor in descriptors:
            os.set_inheritable(descriptor, True)  # noqa: FBT003 - that is its only argument
        try:
            # in a group of its own: a terminal's Ctrl-C is for us, who then end it in order
            return os.posix_spawn(
                path, list(arguments), {**_ENVIRONMENT, **environment}, setpgroup=0
            )
        finally:
            for descriptor in descriptors:
                os.set_inheritable(descriptor, False)  # noqa: FBT003 - the same

    # there is no other way to say with which environment processes start
    util.spawnv_passfds = spawn  # type: ignore[assignment] # narrower
    if shared:
        _loaded.add(_SHARED)
    multiprocessing.get_context("forkserver").set_forkserver_preload(sorted(_loaded))
    forkserver.ensure_running()
