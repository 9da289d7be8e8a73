"""`make figures`: every measured figure, one after the other, on an otherwise idle machine."""

from __future__ import annotations

from benchmarks import accept, card, read


def main() -> None:
    for subject in (accept, card, read):
        print(f"\n{(subject.__doc__ or '').splitlines()[0]}")
        subject.main()


if __name__ == "__main__":
    main()
