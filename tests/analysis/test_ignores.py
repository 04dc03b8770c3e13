import pytest

from migrator.analysis.ignores import find_ignores, may_ignore, read_ignores
from migrator.analysis.index import read_module
from migrator.model import facts
from migrator.model.ignores import InlineIgnore
from migrator.model.location import Location


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "f()  # migrate: ignore[time/sleep] the queue waits\n",
            [facts.Ignore(1, 1, 1, ("time/sleep",), "the queue waits")],
            id="on the line",
        ),
        pytest.param(
            "# migrate: ignore[time/sleep] the queue waits\nf()\n",
            [facts.Ignore(1, 1, 2, ("time/sleep",), "the queue waits")],
            id="on the line above",
        ),
        pytest.param(
            "# migrate: ignore[a/b] one\n# migrate: ignore[c/d] two\nf()\n",
            [
                facts.Ignore(1, 1, 3, ("a/b",), "one"),
                facts.Ignore(2, 2, 3, ("c/d",), "two"),
            ],
            id="two above one line",
        ),
        pytest.param(
            "a()  # migrate: ignore[a/b] this one\nb()\n",
            [facts.Ignore(1, 1, 1, ("a/b",), "this one")],
            id="a comment behind code says nothing of the next line",
        ),
        pytest.param(
            "f(\n    1,\n)  # migrate: ignore[a/b] all of it\n",
            [facts.Ignore(3, 1, 3, ("a/b",), "all of it")],
            id="at the end of a statement over several lines",
        ),
        pytest.param(
            "f(\n    g(),  # migrate: ignore[a/b] only g\n    h(),\n)\n",
            [facts.Ignore(2, 2, 2, ("a/b",), "only g")],
            id="inside of one",
        ),
        pytest.param(
            "f(\n    # migrate: ignore[a/b] only g\n    g(),\n    h(),\n)\n",
            [facts.Ignore(2, 2, 3, ("a/b",), "only g")],
            id="above a line inside of one",
        ),
        pytest.param(
            "def f(\n    a,\n):  # migrate: ignore[a/b] all of f\n    pass\n",
            [facts.Ignore(3, 1, 3, ("a/b",), "all of f")],
            id="at the end of a long def",
        ),
        pytest.param(
            "# migrate: ignore[a/b] all of f\n@one\n@two(\n    1\n)\n\ndef f():\n    pass\n",
            [facts.Ignore(1, 1, 7, ("a/b",), "all of f")],
            id="above decorators",
        ),
        pytest.param(
            "f()  # noqa: S1  # migrate:ignore [a/b , c/d]: why\n",
            [facts.Ignore(1, 1, 1, ("a/b", "c/d"), "why")],
            id="several rules, behind another comment, loosely written",
        ),
        pytest.param(
            "f()  # migrate: ignore[a/b]\ng()  # migrate: ignore because\n",
            [
                facts.Ignore(1, 1, 1, ("a/b",), ""),
                facts.Ignore(2, 2, 2, (), "because"),
            ],
            id="without a reason, without a rule: kept, to be reported",
        ),
        pytest.param(
            'f("# migrate: ignore[a/b] no comment")\n"""\n# migrate: ignore[a/b] nor this\n"""\n',
            [],
            id="in strings",
        ),
        pytest.param("f()  # migrate: ignored\n# migrate: later\n", [], id="something else"),
        pytest.param(
            "f()  # migrate: ignore[a/b] here\ng(\n",
            [facts.Ignore(1, 1, 1, ("a/b",), "here")],
            id="up to where Python cannot read on",
        ),
    ],
)
def test_comments(source: str, expected: list[facts.Ignore]) -> None:
    assert sorted(read_ignores(source.encode()), key=lambda one: one.line) == expected


def test_only_files_that_may_have_one_are_read() -> None:
    assert may_ignore(b"f()  # migrate: ignore[a/b] why")
    assert not may_ignore(b"import migrate  # ignore")


def test_they_travel_with_the_facts_of_their_file() -> None:
    source = b"# migrate: ignore[a/b] why\nf()\n"
    module = read_module("shop.mail", "shop/mail.py", source, is_package=False)
    assert list(find_ignores([module])) == [
        InlineIgnore(Location("shop/mail.py", 1), 1, 2, ("a/b",), "why")
    ]
