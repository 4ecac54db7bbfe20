"""A CSV of 200 MB is read, or refused with its list of problems, within bounds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.network.fixtures import tables, write_raw

MEGABYTES = 200
CHECK = """
import resource, sys, time
from scenarios.network import check_network
began = time.process_time()
problems = check_network(sys.argv[1])
print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
print(len(problems), *sorted({problem.code for problem in problems}))
"""


def test_two_hundred_megabytes(tmp_path: Path) -> None:
    """Seven million rows with three kinds of mistakes give 603 problems, in a minute and within 5 GB."""
    write_raw({name: tables()[name] for name in ("settings", "outlets")}, tmp_path)
    block = "".join(
        f"A,x,20{year:02}-{month:02}-{day:02} {hour:02}:30,{hour}\n"
        for year in range(25)
        for month in range(1, 13)
        for day in range(1, 29)
        for hour in range(24)
    )
    wrong = "Z,x,2026-01-01 09:00,1\nA,x,2026-02-30 09:00,2\nA,x,2026-01-01 09:00,-3\n" * 300
    with (tmp_path / "arrivals.csv").open("w", encoding="utf-8") as file:
        file.write("outlet,service,start,count\n" + wrong)
        while file.tell() < MEGABYTES << 20:
            file.write(block)
    done = subprocess.run(  # noqa: S603  our own interpreter and text
        [sys.executable, "-c", CHECK, str(tmp_path)], capture_output=True, text=True, check=True
    )
    seconds, megabytes, count, *codes = done.stdout.split()
    assert float(seconds) < 60
    assert int(megabytes) < 5000
    assert {"network.below_least", "network.not_a_moment", "network.duplicate_key"} <= set(codes)
    assert {"network.unknown_reference", "network.more"} <= set(codes)
    assert int(count) == 4 * 201
