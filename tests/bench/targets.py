#!/usr/bin/env python3
"""The figures that oe-ls is held to, and how it does.

  targets.py tree OE_DOCUMENTS OUT   1,000 documents of which 50 are OE documents
  targets.py report FOLDER PROGRAM   a table from lsp.json in FOLDER and from runs of PROGRAM
"""
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path


def tree(source: Path, out: Path) -> None:
    for at, path in enumerate(sorted(source.rglob("*.md"))):
        text = path.read_text()
        if at >= 50:
            # Runbooks as teams have them: the same text under headings that are no guide's.
            text = re.sub(r"^(#+) .*$", lambda mark: f"{mark[1]} Notes {at}", text, flags=re.M)
        target = out / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def timed(command: list[str], runs: int = 15) -> float:
    """The median wall time in milliseconds, after one run that counts not."""
    took = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took[1:])


def report(folder: Path, program: str) -> None:
    rows = json.loads((folder / "lsp.json").read_text())
    rows = rows.get("rows", rows) if isinstance(rows, dict) else rows
    by = {(row["peer"], re.sub(r"ops-|\.md", "", row["doc"])): row for row in rows}

    def figure(peer: str, size: str, key: str) -> float:
        return by[peer, size][key]["median"] if isinstance(by[peer, size].get(key), dict) else by[peer, size][key]

    sizes = ["130", "1k", "10k", "100k"]
    floor = {size: figure("null", size, "keys") for size in sizes}
    lines: list[tuple[str, str, str, bool]] = []

    def add(what: str, value: float, unit: str, target: float, note: str = "") -> None:
        lines.append((what, f"{value:.2f} {unit}", f"≤ {target:.2f} {unit}{note}", value <= target))

    for peer in ("oe-ls, pushed", "oe-ls, pulled"):
        way = peer.removeprefix("oe-ls, ")
        net = {size: figure(peer, size, "keys") - floor[size] for size in sizes}
        add(f"key, 130 lines, {way}, less the floor", net["130"], "ms", 0.4)
        for size in sizes[1:3]:
            lines.append((f"key, {size} lines, {way}, less the floor", f"{net[size]:.2f} ms", "", True))
        add(f"key, 100k lines, {way}, less the floor", net["100k"], "ms", 1.5 * net["130"] + 0.1)
        cpu = {size: by[peer, size]["keys_cpu"] for size in sizes}
        add(f"CPU per key, 100k lines, {way}", cpu["100k"], "ms", 1.5 * cpu["130"] + 0.1)
    peer = "oe-ls, pushed"
    for size in ("1k", "10k"):
        add(f"burst of 200 keys, {size} lines, less the floor", figure(peer, size, "burst") - figure("null", size, "burst"), "ms", 20)
    for key in ("hover", "completion", "action"):
        for size, target in (("1k", 1.0), ("10k", 3.0)):
            add(f"{key} after an edit, {size} lines", figure(peer, size, key), "ms", target)
    add("open, 10k lines", figure(peer, "10k", "open"), "ms", 180)
    add("open, 100k lines", figure(peer, "100k", "open"), "ms", 1800)
    for size in ("10k", "100k"):
        opened = figure(peer, size, "open")
        add(f"a key that changes the structure, {size} lines", figure(peer, size, "struct"), "ms", 1.2 * opened)
    for size, target in (("130", 12), ("10k", 40)):
        add(f"memory after opening, {size} lines", by[peer, size]["rss_open"], "MiB", target)
    tiny = folder / "docs" / "tiny.md"
    add("`oe-ls --version`", timed([program, "--version"]), "ms", 5)
    add("`oe-ls check`, a small file", timed([program, "check", str(tiny)]), "ms", 5)
    add("`oe-ls check`, 1,000 documents, 50 of them OE", timed([program, "check", str(folder / "mixed")]), "ms", 75)
    lines.append(("`oe-ls check`, 1,000 OE documents", f"{timed([program, 'check', str(folder / 'docs' / 'tree')], 5):.0f} ms", "", True))

    print(f"Measured {date.today().isoformat()} on {os.cpu_count()} cores of {platform.processor() or platform.machine()}, {platform.system()}.\n")
    print("| what | measured | target | |\n|---|---|---|---|")
    for what, value, target, met in lines:
        print(f"| {what} | {value} | {target} | {'' if not target else 'met' if met else '**missed**'} |")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["tree", source, out]:
            tree(Path(source), Path(out))
        case ["report", folder, program]:
            report(Path(folder), program)
        case _:
            sys.exit(__doc__)
