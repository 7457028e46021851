#!/usr/bin/env python3
"""What a list of 10,000 words costs a comment of 1,000 characters: the phase that looks for words,
with the list and with none. Uses word_list_benchmark beside $MASTHEAD_BINARY.
"""

import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
import newsroom as bench  # noqa: E402

PROSE = ("english", "german", "russian", "chinese", "disguised")


def main():
    said = subprocess.run(
        [bench.BINARY.parent / "word_list_benchmark", "--benchmark_filter=find_words",
         "--benchmark_repetitions=5", "--benchmark_format=json",
         "--benchmark_min_time=0.1"], capture_output=True, text=True, check=True).stdout
    times = {}
    for run in json.loads(said)["benchmarks"]:
        if run.get("run_type") == "iteration":
            _, text, size = run["name"].split("/")[:3]
            times.setdefault((text, int(size)), []).append(run["cpu_time"])
    figures = bench.Figures()
    for text in PROSE:
        with_list, without = min(times[text, 10_000]), min(times[text, 0])
        added = with_list - without
        # The budget is about what people write in any language; nothing but disguises is told, so
        # that nobody has to guess.
        bound = text != "disguised"
        figures.add(f"10,000 words, 1,000 characters of {text}: added", added, "us CPU",
                    "<= 20 us" if bound else "-", not bound or added <= 20)
    return 0 if all(row["met"] for row in figures.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
