"""Between an editor and the server: what each of them says is passed on as it is, and kept.

As a program it is started in place of the server: `wire.py FILE SERVER [ARGUMENT...]`. As a module it reads FILE.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path


def messages(stream):
    """The messages of a stream: the bytes as they came, and the body."""
    while head := stream.readline():
        while not head.endswith(b"\r\n\r\n"):
            line = stream.readline()
            if not line:
                return
            head += line
        length = next(line.split(b":")[1] for line in head.splitlines() if line.lower().startswith(b"content-length:"))
        body = stream.read(int(length))
        yield head + body, body


def run(kept, command):
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    lock = threading.Lock()

    def keep(**entry):
        with lock, open(kept, "a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")

    def pass_on(who, source, target):
        try:
            for raw, body in messages(source):
                keep(**{"from": who, "message": json.loads(body)})
                target.write(raw)
                target.flush()
            target.close()
        except OSError:
            pass  # the other side is gone

    keep(**{"from": "wire", "server": server.pid})
    # A daemon: the editor may keep its end open when the server is gone.
    threading.Thread(
        target=pass_on, args=("editor", sys.stdin.buffer, server.stdin), name="editor", daemon=True
    ).start()
    pass_on("server", server.stdout, sys.stdout.buffer)
    sys.exit(server.wait())


class Wire:
    """What was said, read again each time that it is asked for."""

    def __init__(self, kept):
        self.kept = Path(kept)

    def entries(self):
        if not self.kept.exists():
            return []
        # The last line may still be being written.
        return [json.loads(line) for line in self.kept.read_text(encoding="utf-8").split("\n")[:-1]]

    def said(self, who):
        return [entry["message"] for entry in self.entries() if entry["from"] == who]

    def servers(self):
        """The process of each server that was started."""
        return [entry["server"] for entry in self.entries() if entry["from"] == "wire"]

    def findings(self, name):
        """What was last published of the file that the name ends, or None: as (code, text of the place, message)."""
        found = None
        for message in self.said("server"):
            parameters = message.get("params") or {}
            if message.get("method") == "textDocument/publishDiagnostics" and parameters["uri"].endswith(name):
                found = [
                    (
                        finding["code"],
                        "{start[line]}:{start[character]}-{end[line]}:{end[character]}".format(**finding["range"]),
                        finding["message"],
                    )
                    for finding in parameters["diagnostics"]
                ]
        return found

    def answers(self, method):
        """The result of each request of the editor that was answered."""
        asked = {}
        results = []
        for entry in self.entries():
            message = entry.get("message", {})
            if entry["from"] == "editor" and message.get("method") == method:
                asked[message["id"]] = True
            elif entry["from"] == "server" and "method" not in message and asked.pop(message.get("id"), False):
                results.append(message.get("result"))
        return results


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2:])
