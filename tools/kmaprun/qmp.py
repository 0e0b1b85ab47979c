# SPDX-License-Identifier: MIT
"""qmp.py - QEMU's monitor, as far as the runner needs it: JSON on a socket."""
import json
import socket
import time


class QmpError(Exception):
    """QEMU does not answer, or answers that it will not."""


class Qmp:
    """A connection. Events that come in between are kept."""

    def __init__(self, path, alive, limit=20):
        """Connect once `path` is there; give up when not alive() any more or
        after `limit` seconds."""
        self.events = []
        self.buffer = b""
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(limit)
        deadline = time.monotonic() + limit
        while True:
            try:
                self.socket.connect(path)
                break
            except OSError:
                if not alive() or time.monotonic() > deadline:
                    raise QmpError("QEMU's monitor did not open") from None
                time.sleep(0.005)
        self._read()  # the greeting
        self.command("qmp_capabilities")

    def _read(self):
        """The next message."""
        while b"\n" not in self.buffer:
            try:
                data = self.socket.recv(4096)
            except OSError as error:
                raise QmpError(str(error)) from None
            if not data:
                raise QmpError("QEMU closed its monitor")
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line)

    def command(self, name, **arguments):
        """Run it and return its result."""
        message = {"execute": name}
        if arguments:
            message["arguments"] = arguments
        try:
            self.socket.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise QmpError(str(error)) from None
        while True:
            answer = self._read()
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise QmpError(answer["error"].get("desc", "?"))
            self.events.append(answer)

    def drain(self):
        """Keep the events that have come by now."""
        self.socket.settimeout(0)
        try:
            while True:
                self.events.append(self._read())
        except (QmpError, ValueError):
            pass

    def close(self):
        self.socket.close()
