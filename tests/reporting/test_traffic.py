import json

import jsonschema
import msgspec
import pytest

from migrator.model.report import Analysis, Circumstances
from migrator.model.traffic import (
    Durations,
    EntryTraffic,
    GarbageLine,
    LogFile,
    Traffic,
    UnmatchedPath,
)
from migrator.reporting import FORMATS, Page
from migrator.reporting.analysis_shape import AnalysisShape
from migrator.usecases.analyze import assess
from tests.programs import SHOP

TRAFFIC = Traffic(
    files=(LogFile("access.log", "common", 1_500, 3), LogFile("tasks.csv", "CSV", 4, 0)),
    requests=1_501,
    entry_points=(
        EntryTraffic(
            "GET /orders/{id}",
            1_000,
            2.5,
            (("2xx", 990), ("5xx", 10)),
            Durations(0.1, 0.25, 1.0, 31.5),
            7 * 1024 * 1024,
        ),
        EntryTraffic("POST /orders", 497, 1.25, (("2xx", 497),), None, 900),
        EntryTraffic("task shop.notify", 4, None, (), Durations(60.0, 60.0, 60.0, 901.0)),
    ),
    unmatched_requests=12,
    unmatched=(UnmatchedPath("GET", "/static/a|b.js", 10), UnmatchedPath("GET", "/x", 2)),
    garbage=(GarbageLine("access.log", "[broken"),),
    first="2025-10-10T13:00:00Z",
    last="2025-10-11T13:00:00Z",
)

TEXT = """
Traffic
  access.log: common, 1,500 lines, 3 of them no request
  tasks.csv: CSV, 4 lines, 0 of them no request
  1,501 requests from 2025-10-10T13:00:00Z to 2025-10-11T13:00:00Z
  12 (0.8%) match no entry point
  1 of 3 routes had no request

  entry point       requests  peak/s  5xx   p50       p95       p99       longest    largest
  GET /orders/{id}  1,000     2.50    1.0%  0.100 s   0.250 s   1.000 s   31.500 s   7.0 MB
  POST /orders      497       1.25    0.0%                                           900 B
  task shop.notify  4                       60.000 s  60.000 s  60.000 s  901.000 s

  requests  of no entry point
  10        GET /static/a|b.js
  2         GET /x

  file        no request
  access.log  [broken

Tables
"""

MARKDOWN = """
<details><summary>Traffic (3)</summary>

- access.log: common, 1,500 lines, 3 of them no request
- tasks.csv: CSV, 4 lines, 0 of them no request
- 1,501 requests from 2025-10-10T13:00:00Z to 2025-10-11T13:00:00Z
- 12 (0.8%) match no entry point
- 1 of 3 routes had no request

| entry point | requests | peak/s | 5xx | p50 | p95 | p99 | longest | largest |
|---|---|---|---|---|---|---|---|---|
| `GET /orders/{id}` | 1,000 | 2.50 | 1.0% | 0.100 s | 0.250 s | 1.000 s | 31.500 s | 7.0 MB |
| `POST /orders` | 497 | 1.25 | 0.0% |  |  |  |  | 900 B |
| `task shop.notify` | 4 |  |  | 60.000 s | 60.000 s | 60.000 s | 901.000 s |  |

</details>

<details><summary>Requests of no entry point (2)</summary>

| requests | of no entry point |
|---|---|
| 10 | `GET /static/a\\|b.js` |
| 2 | `GET /x` |

</details>

<details><summary>Lines of logs that are no request (1)</summary>

| file | line |
|---|---|
| access.log | `[broken` |

</details>
"""


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return assess(SHOP, [], circumstances=Circumstances(traffic=TRAFFIC))


def test_text_has_a_section(analysis: Analysis) -> None:
    text = FORMATS["text"](analysis, Page())
    assert TEXT in "\n".join(line.rstrip() for line in text.splitlines())
    assert "not given" not in text


def test_many_files_are_summed_up_by_format(analysis: Analysis) -> None:
    many = (*(LogFile(f"{n}.gz", "ALB", 1_000, 1) for n in range(20)), *TRAFFIC.files)
    traffic = msgspec.structs.replace(TRAFFIC, files=many)
    text = FORMATS["text"](msgspec.structs.replace(analysis, traffic=traffic), Page())
    assert text.partition("\nTraffic\n")[2].splitlines()[:3] == [
        "  20 files: ALB, 20,000 lines, 20 of them no request",
        "  1 file: common, 1,500 lines, 3 of them no request",
        "  1 file: CSV, 4 lines, 0 of them no request",
    ]


def test_markdown_has_a_section(analysis: Analysis) -> None:
    assert MARKDOWN in FORMATS["markdown"](analysis, Page())


@pytest.mark.parametrize("width", [40, 60, 80])
def test_text_fits(analysis: Analysis, width: int) -> None:
    text = FORMATS["text"](analysis, Page(width=width))
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text


def test_json_has_it_at_each_entry_point_and_as_a_whole(analysis: Analysis) -> None:
    text = FORMATS["json"](analysis, Page())
    found = json.loads(text)
    jsonschema.validate(found, msgspec.json.schema(AnalysisShape))
    assert [entry["traffic"] for entry in found["entry_points"]] == [
        {
            "requests": 0,
            "peak_rate": None,
            "statuses": {},
            "durations": None,
            "largest_response": None,
        },
        {
            "requests": 497,
            "peak_rate": 1.25,
            "statuses": {"2xx": 1.0},
            "durations": None,
            "largest_response": 900,
        },
        {
            "requests": 1000,
            "peak_rate": 2.5,
            "statuses": {"2xx": 0.99, "5xx": 0.01},
            "durations": {"p50": 0.1, "p95": 0.25, "p99": 1.0, "longest": 31.5},
            "largest_response": 7340032,
        },
        {
            "requests": 4,
            "peak_rate": None,
            "statuses": {},
            "durations": {"p50": 60.0, "p95": 60.0, "p99": 60.0, "longest": 901.0},
            "largest_response": None,
        },
    ]
    assert found["traffic"] == {
        "files": [
            {"name": "access.log", "format": "common", "lines": 1500, "garbage": 3},
            {"name": "tasks.csv", "format": "CSV", "lines": 4, "garbage": 0},
        ],
        "requests": 1501,
        "unmatched_requests": 12,
        "unmatched": [
            {"method": "GET", "path": "/static/a|b.js", "requests": 10},
            {"method": "GET", "path": "/x", "requests": 2},
        ],
        "garbage": [{"file": "access.log", "text": "[broken"}],
        "first": "2025-10-10T13:00:00Z",
        "last": "2025-10-11T13:00:00Z",
    }


def test_without_a_log_json_has_no_traffic_and_text_says_what_is_open() -> None:
    analysis = msgspec.structs.replace(assess(SHOP, []), unanswered=("time/slow", "time/big"))
    found = json.loads(FORMATS["json"](analysis, Page()))
    assert "traffic" not in found
    assert not any("traffic" in entry for entry in found["entry_points"])
    for style in ("text", "markdown"):
        text = " ".join(FORMATS[style](analysis, Page()).split())
        assert (
            "traffic: not given; --traffic LOG answers how often, how long and how much "
            "(rules time/slow, time/big)"
        ) in text
