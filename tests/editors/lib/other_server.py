"""Another Markdown server, to be beside ours: it finds something in the first line, and has help, an action and a word
for any place.

Its completion comes late, so that once it is there, ours is there too if it ever will be.
"""

import json
import sys
import time

FIRST = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}


def read():
    length = 0
    while line := sys.stdin.buffer.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return json.loads(sys.stdin.buffer.read(length)) if length else None


def write(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    sys.stdout.buffer.flush()


def answer(method, parameters):
    if method == "initialize":
        return {
            "serverInfo": {"name": "other"},
            "capabilities": {
                "textDocumentSync": 1,
                "hoverProvider": True,
                "codeActionProvider": True,
                "completionProvider": {},
            }
        }
    if method == "textDocument/hover":
        return {"contents": "help of the other server"}
    if method == "textDocument/codeAction":
        edits = [{"range": FIRST, "newText": "changed by the other server\n"}]
        changes = {parameters["textDocument"]["uri"]: edits}
        return [{"title": "Action of the other server", "kind": "quickfix", "edit": {"changes": changes}}]
    if method == "textDocument/completion":
        time.sleep(0.2)
        return [{"label": "word-of-the-other-server", "filterText": "### word"}]
    return None


while message := read():
    method = message.get("method")
    if method == "exit":
        break
    if "id" in message and method:
        write({"id": message["id"], "result": answer(method, message.get("params"))})
    if method == "textDocument/didOpen":
        finding = {"range": FIRST, "severity": 3, "source": "other", "code": "style"}
        finding["message"] = "finding of the other server"
        uri = message["params"]["textDocument"]["uri"]
        write({"method": "textDocument/publishDiagnostics", "params": {"uri": uri, "diagnostics": [finding]}})
