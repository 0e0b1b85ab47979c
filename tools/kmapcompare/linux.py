# SPDX-License-Identifier: MIT
"""linux.py - a small Linux, built from Debian's linux-source-6.1.

It is configured by compare/config, and has compare/guest/ built in. A kernel is
kept outside the repository, under a name made of all that goes into it: what
is there already is not built again.
"""
import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from kmapcompare import changes

PACKAGE = "linux-source-6.1"
COMPARE = Path(__file__).resolve().parents[2] / "compare"
GUEST = "lib/kmapcompare"      # where compare/guest/ goes
CROSS = "i686-linux-gnu-"
MAKEFILE = "lib/Makefile"


class BuildFailed(Exception):
    """There is no kernel; says why, and where the log is."""


def cache():
    """The folder for all that is kept."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "kmaplab" / "compare"


def output_of(*command):
    """What a command prints."""
    done = subprocess.run(command, check=False, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    if done.returncode:
        raise BuildFailed(f"{command[0]}: {done.stderr.strip()[-500:]}")
    return done.stdout.strip()


def version_of(policy):
    """The version that apt would take, of what `apt-cache policy` prints."""
    for line in policy.splitlines():
        word, _, version = line.strip().partition(": ")
        if word == "Candidate" and version != "(none)":
            return version
    raise BuildFailed(f"there is no package {PACKAGE}: apt-get update")


def own_files():
    """Our files that go into every kernel, in order."""
    return [COMPARE / "config", *sorted((COMPARE / "guest").iterdir())]


def key(version, compiler, files, made=()):
    """The name of a kernel: of everything that it is made of."""
    digest = hashlib.sha256(f"{version}\n{compiler}\n{made}\n".encode())
    for path in files:
        data = path.read_bytes()
        digest.update(f"{path.name} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:16]


def write_if_new(path, text):
    """Leave a file alone that has this text: make compiles what is newer."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def locked(folder):
    """One at a time builds there."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Builder:
    """Builds kernels, and says what it does by say(words)."""

    def __init__(self, say):
        self.say = say
        self.version = version_of(output_of("apt-cache", "policy", PACKAGE))
        self.compiler = output_of(f"{CROSS}gcc", "--version").splitlines()[0]
        self.folder = cache() / self.version.replace("/", "_")
        self.log = self.folder / "build.log"

    def kernel(self, kind):
        """The path of the kernel of that kind; builds it if need be."""
        name = key(self.version, self.compiler, own_files(),
                   changes.KINDS[kind])
        path = self.folder / f"{kind}-{name}.bzImage"
        with locked(self.folder):
            if not path.exists():
                self._unpack()
                self._build(kind, path)
        return path

    def _run(self, *command, **options):
        with open(self.log, "ab") as log:
            done = subprocess.run(command, check=False, stdout=log, stderr=log,
                                  stdin=subprocess.DEVNULL, **options)
        if done.returncode:
            raise BuildFailed(f"{' '.join(map(str, command[:2]))} failed: "
                              f"{self.log}")

    def _unpack(self):
        """Debian's sources, as they are in the package: source/, and what we
        change there is put back each time."""
        source = self.folder / "source"
        if source.exists():
            return
        work = self.folder / "unpacking"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        self.say(f"fetching {PACKAGE} {self.version}")
        self._run("apt-get", "-q", "download", f"{PACKAGE}={self.version}",
                  cwd=work)
        package = next(work.glob("*.deb"), None)
        if package is None:
            raise BuildFailed(f"apt-get left no package: {self.log}")
        self.say("unpacking it")
        self._run("dpkg-deb", "-x", package, work)
        self._run("tar", "-C", work, "-xf",
                  work / f"usr/src/{PACKAGE}.tar.xz")
        os.rename(work / PACKAGE, source)
        shutil.rmtree(work)

    def _original(self, path):
        """A file as it is in the package, kept before it is changed."""
        kept = self.folder / "as-it-was" / path
        if not kept.exists():
            write_if_new(kept, (self.folder / "source" / path).read_text(
                encoding="utf-8"))
        return kept.read_text(encoding="utf-8")

    def _change(self, kind):
        """Put our files in, and the changes of that kind; take back those of
        the kernel before it."""
        source = self.folder / "source"
        texts = {path: self._original(path)
                 for path in (*changes.FILES, MAKEFILE)}
        texts[MAKEFILE] += f"obj-y += {Path(GUEST).name}/\n"
        for change in changes.KINDS[kind]:
            texts[change.file] = change.applied(texts[change.file])
        for path in (COMPARE / "guest").iterdir():
            texts[f"{GUEST}/{path.name}"] = path.read_text(encoding="utf-8")
        for old in (source / GUEST).glob("*"):
            if f"{GUEST}/{old.name}" not in texts:
                old.unlink()
        for path, text in texts.items():
            write_if_new(source / path, text)

    def _build(self, kind, path):
        try:
            self._change(kind)
        except changes.DoesNotApply as error:
            raise BuildFailed(f"{PACKAGE} {self.version}: {error}") from error
        objects = self.folder / "objects"
        objects.mkdir(exist_ok=True)
        make = ("make", "-s", f"-j{os.cpu_count()}", "-C",
                self.folder / "source", "ARCH=i386",
                f"CROSS_COMPILE={CROSS}", f"O={objects}",
                "KBUILD_BUILD_TIMESTAMP=2024-01-01", "KBUILD_BUILD_USER=kmap",
                "KBUILD_BUILD_HOST=lab", "KBUILD_BUILD_VERSION=1")
        self.say(f"building Linux, {kind} (the first takes some minutes)")
        self._run(*make, f"KCONFIG_ALLCONFIG={COMPARE / 'config'}",
                  "allnoconfig")
        self._run("nice", "-n", "5", *make, "bzImage")
        shutil.copyfile(objects / "arch/x86/boot/bzImage",
                        path.with_suffix(".new"))
        os.rename(path.with_suffix(".new"), path)
