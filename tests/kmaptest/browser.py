# SPDX-License-Identifier: MIT
"""browser.py - a Chromium without a screen, spoken to in the DevTools protocol
through a pipe: messages in JSON, each with a NUL at its end
(https://chromedevtools.github.io/devtools-protocol).

It gets a profile of its own, which goes away with it, and no network: what it
asks for is told to the test.
"""
import base64
import contextlib
import json
import os
import select
import signal
import subprocess
import tempfile
import time

PATIENCE = 60  # seconds for an answer; a busy machine starts it slowly
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu",
           "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync",
           "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND",
           "--remote-debugging-pipe")


class BrowserError(RuntimeError):
    """It did not do as it was told."""


class Pipe:
    """Messages to a browser and from it."""

    def __init__(self, profile):
        to_child, self.out = os.pipe()
        self.into, from_child = os.pipe()
        self.buffer = b""

        def as_chromium_wants():
            low, high = os.dup(to_child), os.dup(from_child)
            os.dup2(low, 3)
            os.dup2(high, 4)

        # It starts processes of its own: all of them are one group.
        self.process = subprocess.Popen(
            ["chromium", *OPTIONS, f"--user-data-dir={profile}",
             "about:blank"], preexec_fn=as_chromium_wants,
            pass_fds=(3, 4), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(to_child)
        os.close(from_child)

    def send(self, message):
        os.write(self.out, json.dumps(message).encode() + b"\0")

    def receive(self, deadline):
        """The next message."""
        while b"\0" not in self.buffer:
            left = max(0, deadline - time.monotonic())
            ready, _, _ = select.select([self.into], [], [], left)
            data = os.read(self.into, 1 << 16) if ready else b""
            if not data:
                raise BrowserError("it says nothing" if not ready
                                   else "it has ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def close(self):
        """End it, and all that it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.out)
        os.close(self.into)


class Page:
    """A page in it, and all that happened on it."""

    def __init__(self, pipe):
        self.pipe, self.session, self.last = pipe, None, 0
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")
        self.session = self.call("Target.attachToTarget", flatten=True,
                                 targetId=target["targetId"])["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def read(self, deadline):
        """One message; events are kept."""
        message = self.pipe.receive(deadline)
        if "method" in message:
            self.events.append((message["method"], message["params"]))
        return message

    def call(self, method, **params):
        """The result."""
        self.last += 1
        self.pipe.send({"id": self.last, "method": method, "params": params,
                        **({"sessionId": self.session}
                           if self.session else {})})
        deadline = time.monotonic() + PATIENCE
        while True:
            message = self.read(deadline)
            if message.get("id") == self.last:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']}")
                return message["result"]

    def show(self, path, width, height=800, scheme="light", media=""):
        """Load a file in a window of that size, or as it is printed."""
        self.events.clear()
        self.call("Emulation.setDeviceMetricsOverride", width=width,
                  height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", media=media, features=[
            {"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=path.resolve().as_uri())
        deadline = time.monotonic() + PATIENCE
        while "Page.loadEventFired" not in dict(self.events):
            self.read(deadline)

    def value(self, script):
        """What an expression is."""
        result = self.call("Runtime.evaluate", expression=script,
                           returnByValue=True)
        if "exceptionDetails" in result:
            raise BrowserError(str(result["exceptionDetails"]))
        return result["result"].get("value")

    def of(self, *methods):
        """What these events said, since the page was loaded."""
        return [params for method, params in self.events if method in methods]

    def requests(self):
        """What it asked for; not what is inside the page itself."""
        return [params["request"]["url"]
                for params in self.of("Network.requestWillBeSent")
                if not params["request"]["url"].startswith("data:")]

    def complaints(self):
        """Errors and warnings of the console."""
        return self.of("Runtime.exceptionThrown", "Log.entryAdded",
                       "Runtime.consoleAPICalled")

    def picture(self, path):
        """The whole page as a PNG."""
        data = self.call("Page.captureScreenshot",
                         captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))


@contextlib.contextmanager
def browser():
    """with browser() as page: ..."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        pipe = Pipe(profile)
        try:
            yield Page(pipe)
        finally:
            pipe.close()
