"""`python -m benchmarks.reader`: time and memory of reading one-page letters in one process."""

from __future__ import annotations

import time

import psutil

from nlp.analyse import load_reader
from nlp.records import circumstances_of, passages_of, read_folder
from nlp.training_data import CORPUS

LETTERS = 100
ONE_PAGE = 1200


def main() -> None:
    letters = [
        record
        for record in read_folder(CORPUS)
        if record.channel == "letter" and len(record.text) >= ONE_PAGE
    ][:LETTERS]
    started = time.perf_counter()
    reader = load_reader()
    loaded = time.perf_counter() - started
    began, used = time.perf_counter(), time.process_time()

    for letter in letters:
        reader.analyse(passages_of(letter), circumstances_of(letter))

    wall, cpu = time.perf_counter() - began, time.process_time() - used
    memory = psutil.Process().memory_full_info().pss / 1e6
    length = sum(len(letter.text) for letter in letters) / len(letters)
    print(f"loaded in {loaded:.1f} s; {len(letters)} letters of {length:.0f} characters")
    print(f"wall {wall:.1f} s, processor {cpu:.1f} s, memory {memory:.0f} MB (PSS)")


if __name__ == "__main__":
    main()
