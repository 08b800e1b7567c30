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
                # What is kept of the server the editor has got; what the editor asked stands before the answer.
                if who == "editor":
                    keep(**{"from": who, "message": json.loads(body)})
                target.write(raw)
                target.flush()
                if who == "server":
                    keep(**{"from": who, "message": json.loads(body)})
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


def marked(text, place):
    """The text of a place within one line, as the protocol counts by default: in UTF-16."""
    start, end = place["start"], place["end"]
    if start["line"] != end["line"]:
        return f"lines {start['line'] + 1} to {end['line'] + 1}"
    lines = text.split("\n")
    line = lines[start["line"]] if start["line"] < len(lines) else ""
    return line.encode("utf-16-le")[2 * start["character"] : 2 * end["character"]].decode("utf-16-le", "replace")


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

    def text(self, name):
        """The text of the file that the name ends, as the editor told it last; it has to tell it whole."""
        text = None
        for message in self.said("editor"):
            parameters = message.get("params") or {}
            document = parameters.get("textDocument") or {}
            if message.get("method") == "textDocument/didOpen" and document["uri"].endswith(name):
                text = document["text"]
            if message.get("method") == "textDocument/didChange" and document["uri"].endswith(name):
                text = parameters["contentChanges"][-1]["text"]
        return text

    def findings(self, name):
        """What was last published of the file that the name ends, as (rule, line from 1, marked text), or None."""
        last = None
        for message in self.said("server"):
            parameters = message.get("params") or {}
            if message.get("method") == "textDocument/publishDiagnostics" and parameters["uri"].endswith(name):
                last = parameters["diagnostics"]
        text = self.text(name)
        if last is None or text is None:
            return None
        return [
            (finding["code"], finding["range"]["start"]["line"] + 1, marked(text, finding["range"])) for finding in last
        ]

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
