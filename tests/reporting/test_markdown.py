"""A comment on a pull request: what matters first, and never longer than GitHub takes."""

import re

import msgspec
import pytest

from migrator.model.report import Analysis
from migrator.reporting import FORMATS, Page
from migrator.reporting.analysis_markdown import LIMIT
from migrator.usecases.analyze import assess
from tests.programs import SHOP, at, call, route
from tests.reporting.reports import make_compared
from tests.reporting.rules import SOME_RULES

OVERVIEW = """\
## shop: 9 files, 90 lines

- entry points: 4 (3 http, 1 task)
- verdicts: 4 (1 extract, 3 fix first)
- findings: 2 (2 mandatory)
- effort: 8 points (8 mandatory)
- business functions: 2
- tables: 2
- not resolved: 1
- traffic: not given; --traffic LOG answers how often, how long and how much

| service | extract | fix first | stay | effort |
|---|---|---|---|---|
| customers | 1 | 0 | 0 | 0 |
| orders | 0 | 3 | 0 | 8 |

### Gravest findings

- **mandatory** `process/thread-in-request` at `shop/mail.py:4`, reached by 2 entry points: \
"""

COMPARED = """\
- findings: 1 (1 mandatory)
- accepted findings, which do not count: 2
- against the baseline: 1 new, 1 unchanged, 1 moved, 1 gone
- comments and waivers to look at: 3
- effort: 5 points (5 mandatory)
"""


def summaries(text: str) -> list[str]:
    return re.findall("<summary>(.*)</summary>", text)


def test_the_overview_comes_first() -> None:
    analysis = msgspec.structs.replace(assess(SHOP, SOME_RULES), unanswered=())
    text = FORMATS["markdown"](analysis, Page())
    assert text.startswith(OVERVIEW)
    assert summaries(text) == [
        "Findings (2)",
        "Entry points (4)",
        "Services (2)",
        "Tables (2)",
        "What could not be resolved (1)",
    ]
    assert (
        "| orders | GET | `/orders/{id}` | fix first | 3 | `show` | `shop/orders/views.py:10` |"
        in text
    )


def test_what_changed_and_what_is_accepted() -> None:
    text = FORMATS["markdown"](make_compared(), Page())
    assert COMPARED in text
    assert "### New findings" not in text  # the only new one is accepted
    assert "- `shop/mail.py:4` (moved from shop/mail.py:2): `shop.mail:send` starts" in text
    assert "  Accepted by the comment at shop/text.py:1: filled once\n" in text
    assert "| `shop/old.py:7` | `time/sleep` | it slept |" in text
    assert "| `shop.mail` | waiver of process/thread-in-request | expired | ended on" in text


@pytest.mark.parametrize("count", [100, 1_000, 5_000])
def test_it_is_never_longer_than_a_comment_may_be(count: int) -> None:
    text = FORMATS["markdown"](large(count), Page())
    assert len(text) < LIMIT
    cut = "Cut to stay below the 65,536 characters of a comment:" in text
    assert cut is (count > 100)
    assert text.count("<details>") == text.count("</details>") == 5


def test_it_says_what_was_cut() -> None:
    text = FORMATS["markdown"](large(5_000), Page())
    (sentence,) = re.findall(r"^Cut to stay below .*$", text, re.MULTILINE)
    for title in summaries(text):
        if found := re.search(r"\(([\d,]+) of ([\d,]+)\)", title):
            shown, total = (int(number.replace(",", "")) for number in found.groups())
            assert f"{total - shown:,} of {total:,} " in sentence
    assert sentence.endswith("`--format json` has everything.")
    assert "findings" in sentence
    assert "entry points" in sentence


def large(count: int) -> Analysis:
    points = tuple(
        route("GET", f"/orders/{number}", f"shop.orders.views:show{number}")
        for number in range(count)
    )
    calls = tuple(
        call(f"shop.orders.views:show{number}", "shop.mail:send") for number in range(count)
    )
    (thread, *_) = SHOP.external_calls
    threads = tuple(
        msgspec.structs.replace(thread, location=at("shop.mail", 4 + n))
        for n in range(count // 10)
    )
    program = msgspec.structs.replace(
        SHOP, entry_points=points, calls=calls, external_calls=threads
    )
    return assess(program, SOME_RULES)
