# SPDX-License-Identifier: MIT
"""test_histogram.py - reading the histograms in records."""
import pytest

from kmapreport import histogram

FLAT = [91, 500, 343, 480, 5119, 15, 40744, 5]


@pytest.mark.parametrize("permille, value", [
    (0, 91), (500, 91), (501, 343), (980, 343), (981, 5119), (995, 5119),
    (996, 40744), (1000, 40744)])
def test_percentile(permille, value):
    """The value that so many do not exceed."""
    assert histogram.Histogram(FLAT).percentile(permille) == value


def test_count_and_longest():
    found = histogram.Histogram(FLAT)
    assert (found.count, found.max) == (1000, 40744)


def test_how_many_are_longer():
    """In order, and none is longer than the longest."""
    values, shares = zip(*histogram.Histogram(FLAT).longer())
    assert values == (91, 343, 5119)
    assert shares == pytest.approx((0.5, 0.02, 0.005))
    assert histogram.Histogram([7, 3]).longer() == []


@pytest.mark.parametrize("row", [None, {"holds": None}, {"holds": []}])
def test_there_may_be_none(row):
    assert histogram.of(row, "holds") is None
