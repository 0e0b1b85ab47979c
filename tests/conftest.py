# SPDX-License-Identifier: MIT
"""conftest.py - what every test can ask for, by the name of an argument."""
import functools
import os
import re
import shutil

import pytest

from kmaptest import project
from kmaptest.booted import boot_to
from kmaptest.schema import Schema

SLOWER = 5  # times what a test takes: other tests run at the same time


def pytest_collection_modifyitems(config, items):
    """What takes longest starts first, and has the time it needs. Machines that
    are for `make matrix` only are left out elsewhere."""
    if os.environ.get("MACHINES") != "all":
        rare = [item for item in items if item.get_closest_marker("rare")]
        items[:] = [item for item in items if item not in rare]
        config.hook.pytest_deselected(items=rare)

    def seconds(item):
        mark = item.get_closest_marker("takes")
        return mark.args[0] if mark else 0

    for item in items:
        if seconds(item) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(60 + SLOWER * seconds(item)))
    items.sort(key=seconds, reverse=True)


def fresh(*names):
    """An empty folder under build/test/."""
    path = project.BUILD.joinpath("test", *names)
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def place_of(node):
    """Where a module's tests leave things: tools/report, say."""
    path = node.path.relative_to(project.ROOT / "tests")
    return path.parent / path.stem.removeprefix("test_")


@pytest.fixture
def out(request):
    """A fresh folder for what this test leaves, under build/test/."""
    name = re.sub(r"[^\w.-]+", "-", request.node.name).strip("-")
    return fresh(place_of(request.node), name.removeprefix("test_"))


@pytest.fixture(scope="module")
def folder(request):
    """folder(name): a fresh one for several tests of a file."""
    return functools.partial(fresh, place_of(request.node))


@pytest.fixture(scope="session")
def kernel():
    """The kernel that was built."""
    assert project.KERNEL.exists(), "there is no kernel: make build"
    return project.KERNEL


@pytest.fixture(scope="session")
def image():
    """The image that was built."""
    assert project.IMAGE.exists(), "there is no image: make iso"
    return project.IMAGE


@pytest.fixture(scope="session")
def schema():
    """The schema of records."""
    return Schema()


@pytest.fixture(scope="session")
def described(kernel):
    """The records of a kernel that says what it consists of, and which verdict
    it expects of every scenario. On one CPU hardly any can be played: that
    takes a second."""
    booted = boot_to(fresh("described", str(os.getpid())), kernel,
                     "--cpus", "1", "--", "run=scenarios")
    assert booted.status == 0
    return booted.run


@pytest.fixture
def boot(kernel, out):
    """boot(option..., kernel argument...): run the kernel."""
    return functools.partial(boot_to, out, kernel)
