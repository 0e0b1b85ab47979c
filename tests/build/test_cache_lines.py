# SPDX-License-Identifier: MIT
"""test_cache_lines.py - what CPUs write all the time lies in other cache lines
than what every map reads."""
import re

import pytest

from kmaptest.booted import boot_to
from kmaptest.project import call, make

LINE = 64    # bytes: CACHE_LINE
SLOTS = 512  # PKMAP_SLOTS_MAX

# Each with no other variable in its lines.
ALONE = ("kmap_lock", "pkmap_cursor", "pkmap_wait_queues", "pkmap_count")
# What a map of a mapped page reads, beside the page and its count.
READ = ("pkmap_config", "kmap_strategy", "highmem_paths", "window_starving",
        "window_sleepers", "mem_map", "highstart_pfn")
# What is in lines together with these: nothing that is written often.
READ_MOSTLY = {*READ, "pkmap_page_table", "max_pfn", "cpu_online_mask",
               "quiesce_hook", "broadcast", "polling", "irq_exit_hook",
               "watched", "local_slots"}
VARIABLE = re.compile(
    r"^([0-9a-f]+) ([0-9a-f]+) [bBdD] (\w+)(?:\.\d+)?$", re.M)


def lines(start, size):
    """The cache lines that it touches."""
    return set(range(start // LINE, (start + size - 1) // LINE + 1))


def variables_in(kernel):
    """[(name, address, size)], by address."""
    done = call(["nm", "-n", "-S", kernel])
    assert done.returncode == 0
    return [(name, int(start, 16), int(size, 16))
            for start, size, name in VARIABLE.findall(done.stdout)]


@pytest.fixture(scope="module", name="variables")
def variables_of_kernel(kernel):
    """[(name, address, size)] of all; some names are there twice."""
    return variables_in(kernel)


def beside(variables, wanted):
    """What else is in the lines of a variable."""
    (address, size), = [rest for name, *rest in variables if name == wanted]
    return {name for name, *place in variables
            if lines(*place) & lines(address, size)} - {wanted}


@pytest.mark.parametrize("name", ALONE)
def test_alone(variables, name):
    """Nothing else is in its lines."""
    assert not beside(variables, name)


@pytest.mark.parametrize("name", READ)
def test_read_mostly(variables, name):
    """Only its like is in its line."""
    assert beside(variables, name) <= READ_MOSTLY


@pytest.mark.rare
@pytest.mark.takes(40)
def test_each_count_in_its_line(out):
    """With PKMAP_COUNT_STRIDE=64 (mm/pkmap.h) it builds and works."""
    done = make(f"BUILD={out}", "CI=1",
                f"KCFLAGS_MORE=-DPKMAP_COUNT_STRIDE={LINE}", "build")
    assert done.returncode == 0
    kernel = out / "kmaplab.elf"
    size, = [size for name, _, size in variables_in(kernel)
             if name == "pkmap_count"]
    assert size == SLOTS * LINE
    booted = boot_to(out, kernel, "--accel", "exact", "--cpus", "4",
                     "--mem", "1G", "run=tests")
    assert booted.status == 0
