#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""classroom50.py RESULTS RESULT - write the results that Gradescope reads as
Classroom 50 reads them."""
import json
import sys
from pathlib import Path


def adapted(results):
    """Its format: integers, and whether each test has passed."""
    tests = [{"test-name": test["name"], "passed": test["status"] == "passed",
              "score": test["score"], "max-score": test["max_score"]}
             for test in results["tests"]]
    return {"schema": "classroom50/result/v1", "score": results["score"],
            "max-score": sum(test["max-score"] for test in tests),
            "tests": tests}


def main():
    source, target = map(Path, sys.argv[1:])
    target.write_text(json.dumps(adapted(json.loads(
        source.read_text(encoding="utf-8"))), indent=1) + "\n",
        encoding="utf-8")


if __name__ == "__main__":
    main()
