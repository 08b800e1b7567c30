"""What tests of editors share that are written in Python: waiting, saying what held, a fresh copy of the project."""

import os
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

OE_LS = os.environ.get("OE_LS", "")
EDITORS = Path(os.environ.get("EDITORS", ""))
PROJECT = Path(os.environ.get("PROJECT", ""))

scenarios = []
failed = 0


class NotHeld(Exception):
    """An expectation did not hold, and has been told of."""


def scenario(function):
    """Registers a function to be run. What follows a failed expectation is left out; the next scenario runs."""
    scenarios.append(function)
    return function


def wait(probe, seconds=10, pause=0.02):
    """Whether `probe` came to say yes in time."""
    end = time.monotonic() + seconds
    while not probe():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def tell(what, held, found=""):
    """Prints one line for what was asserted, and below it what was there instead."""
    global failed
    print(f"{'ok' if held else 'not ok'} - {what}", flush=True)
    if not held:
        failed += 1
        print("\n".join(f"# {line}" for line in str(found).splitlines()), flush=True)
        raise NotHeld(what)


def expect(what, probe, found=lambda: "", seconds=10):
    """Waits for `probe` to say yes. `found` says what was there instead."""
    held = wait(probe, seconds)
    tell(what, held, "" if held else found())


def expect_equal(what, probe, wanted, seconds=10):
    """Waits for `probe` to return what is wanted."""
    expect(what, lambda: probe() == wanted, lambda: f"wanted {wanted!r}\nfound  {probe()!r}", seconds)


def content(path):
    """The bytes of a file; none while it is not there, as when an editor puts another one in its place."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def fresh_project(name):
    """A copy of the project for one scenario, in a folder named after it."""
    folder = Path.cwd() / "projects" / name
    return Path(shutil.copytree(PROJECT, folder))


def program(path, text):
    """Writes an executable file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def main():
    """Runs the scenarios (or those that are named as arguments) and ends with 0 if all that they expect held."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    missing = [name for name in ("OE_LS", "EDITORS", "PROJECT", "EDITOR_PROGRAM") if not os.environ.get(name)]
    if missing:
        sys.exit(f"{sys.argv[0]}: not set: {', '.join(missing)}. tests/editors/run starts this test")
    wanted = sys.argv[1:]
    for run in scenarios:
        if wanted and run.__name__ not in wanted:
            continue
        try:
            run()
        except NotHeld:
            print(f"# {run.__name__}: the rest of it was left out", flush=True)
        except Exception:
            global failed
            failed += 1
            print(f"not ok - {run.__name__} ran to its end", flush=True)
            print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()), flush=True)
    sys.exit(1 if failed else 0)
