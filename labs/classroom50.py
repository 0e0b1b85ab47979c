#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""classroom50.py RESULTS RESULT - write result.json, as Classroom 50 wants it
of an autograder, from the results.json of `make lab`. The fields are those of
"Advanced Autograding" in its wiki. Some of them come from its runner, in the
environment."""
import datetime
import json
import os
import sys
from pathlib import Path

FROM_RUNNER = {"classroom": "CLASSROOM", "assignment": "ASSIGNMENT",
               "submission": "SUBMISSION_TAG", "commit": "COMMIT_URL",
               "release": "RELEASE_URL"}


def adapted(results, environ):
    """The one as the other."""
    tests = [{"test-name": test["name"], "passed": test["status"] == "passed",
              "score": test["score"], "max-score": test["max_score"],
              "output": test["output"]} for test in results["tests"]]
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "schema": "classroom50/result/v1",
        **{field: environ[name] for field, name in FROM_RUNNER.items()},
        "review": environ.get("REVIEW_URL") or environ["COMMIT_URL"],
        "datetime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }


def main():
    source, target = map(Path, sys.argv[1:])
    results = json.loads(source.read_text(encoding="utf-8"))
    try:
        result = adapted(results, os.environ)
    except KeyError as error:
        sys.exit(f"classroom50: Classroom 50 sets {error}; it is not set here")
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
