# SPDX-License-Identifier: MIT
"""follow.py - reading files that an emulator is still writing to."""


class Follower:
    """What is new in a file since the last look."""

    def __init__(self, path):
        self.path = path
        self.offset = 0
        self.partial = ""

    def read(self):
        """The new text."""
        try:
            with open(self.path, "rb") as file:
                file.seek(self.offset)
                data = file.read()
        except OSError:
            return ""
        self.offset += len(data)
        return data.decode("utf-8", errors="replace")

    def lines(self):
        """(the new text, the lines it completes)"""
        text = self.read()
        *whole, self.partial = (self.partial + text).split("\n")
        return text, whole


def clean(text):
    """Without carriage returns and what moves a terminal's cursor."""
    out = []
    parts = text.replace("\r", "").split("\x1b[")
    out.append(parts[0])
    for part in parts[1:]:
        i = 0
        while i < len(part) and not part[i].isalpha():
            i += 1
        out.append(part[i + 1:])
    return "".join(out)


def last_line(path):
    """The last line of a console that is not empty."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = clean(file.read()).splitlines()
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()),
                "")
