"""Durable accept, the work item included: our door, stock aiosmtpd and Postfix, in turns.

Usage: python -m benchmarks.accept [rounds]
"""

from __future__ import annotations

import statistics
import sys
from contextlib import ExitStack

from benchmarks import load
from benchmarks.doors import has_postfix, postfix_door, postgresql_door, python_door

#: size of a mail, connections, mails in a round, what is asked for beside Postfix
CASES = (
    (20_000, 50, 1000, 1.2),
    (20_000, 10, 1000, 0.75),
    (1_000_000, 10, 100, 0.7),
    (10_000_000, 10, 20, 0.55),
)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with ExitStack() as stack:
        doors = {
            "ours, SQLite": stack.enter_context(python_door("ours")),
            "ours, PostgreSQL": stack.enter_context(postgresql_door()),
            "stock aiosmtpd": stack.enter_context(python_door("stock")),
        }
        if has_postfix():
            doors["Postfix"] = stack.enter_context(postfix_door())
        for size_bytes, connections, mails, asked in CASES:
            print(
                f"\n{size_bytes // 1000} KB, {connections} connections, median of {rounds} rounds; "
                f"asked: {asked} of Postfix"
            )
            _compare(doors, size_bytes, connections, mails, rounds)


def _compare(
    doors: dict[str, int], size_bytes: int, connections: int, mails: int, rounds: int
) -> None:
    """Run all doors in every round, so that what the machine does meets them all."""
    results: dict[str, list[load.Result]] = {name: [] for name in doors}
    for _ in range(rounds):
        for name, port in doors.items():
            results[name].append(
                load.run(port, connections=connections, mails=mails, size_bytes=size_bytes)
            )
    ours = [result.mails_per_second for result in results["ours, SQLite"]]
    for name, found in results.items():
        rate = statistics.median(result.mails_per_second for result in found)
        wait = statistics.median(result.median_ms for result in found)
        slow = statistics.median(result.p99_ms for result in found)
        theirs = [result.mails_per_second for result in found]
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        print(
            f"  {name:<16} {rate:8.0f} mails/s   to 250: median {wait:7.1f} ms, "
            f"p99 {slow:7.1f} ms   ours is {ratio:.2f}x"
        )


if __name__ == "__main__":
    main()
