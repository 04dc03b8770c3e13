from pathlib import Path

import pytest

from migrator.errors import PlanError
from migrator.resources import RULES
from migrator.rules.load import load_rules

GOOD = """\
id: state/one
title: One
category: optional
effort: 2
message: "{name} in {function}"
fix: do
links: [{title: why, url: "https://example.org"}]
when: {import: [{name: [os]}]}
"""


def write(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_every_shipped_rule_loads_and_links_to_https() -> None:
    rules = load_rules(RULES)
    assert [rule.id for rule in rules] == sorted(
        file.relative_to(RULES).with_suffix("").as_posix() for file in RULES.glob("*/*.yaml")
    )
    assert all(link.url.startswith("https://") for rule in rules for link in rule.links)


def test_all_mistakes_in_all_files_are_said_at_once(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    write(rules, "state/one.yaml", GOOD)
    write(rules, "state/two.yaml", GOOD.replace("effort: 2", "efort: 2"))
    write(rules, "state/three.yaml", GOOD.replace("{name}", "{nme}").replace("2", "4"))
    write(rules, "time/one.yaml", "id: time/one\n" + GOOD.partition("\n")[2].split("when")[0])
    with pytest.raises(PlanError) as caught:
        load_rules(rules)
    assert str(caught.value).splitlines() == [
        "rules/state/three.yaml: id 'state/one' is not the path of the file",
        "rules/state/three.yaml: effort 4 is not one of 1, 2, 3, 5, 8, 13",
        (
            "rules/state/three.yaml: message: unknown placeholder {nme}; "
            "there are {name}, {function} and {value}"
        ),
        "rules/state/two.yaml:1: missing key 'effort'",
        "rules/state/two.yaml:4: unknown key 'efort' (did you mean 'effort'?)",
        "rules/time/one.yaml:1: missing key 'when'",
    ]


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        (("title: One", f"title: {'x' * 61}"), "title is longer than 60 characters"),
        (('[{title: why, url: "https://example.org"}]', "[]"), "links: at least one page"),
        (
            ("{import: [{name: [os]}]}", "{within: anywhere}"),
            "when: needs a condition: access, assignment, aws",
        ),
        (('"{name} in', '"{name in'), "message: "),
        (
            (
                "{import: [{name: [os]}]}",
                '{call: [{name: [a], argument: {name: [b], matches: "("}}]}',
            ),
            r"when.call.argument.matches: '\(' is no regular expression: missing \)",
        ),
        (
            ("{import: [{name: [os]}]}", "{call: [{name: [a]}], unless: {write: [{path: '['}]}}"),
            r"when.unless.write.path: '\[' is no regular expression: unterminated",
        ),
        (
            ("{import: [{name: [os]}]}", "{file: [{name: [a], matches: b, more_than: 1}]}"),
            "when.file.matches: 'b' has no group that more_than could compare",
        ),
    ],
)
def test_what_types_cannot_say(tmp_path: Path, change: tuple[str, str], mistake: str) -> None:
    write(tmp_path, "state/one.yaml", GOOD.replace(*change))
    with pytest.raises(PlanError, match=mistake):
        load_rules(tmp_path)


def test_rules_of_ones_own_come_beside_the_others(tmp_path: Path) -> None:
    write(tmp_path / "ours", "state/one.yaml", GOOD)
    write(tmp_path / "ours", "cases/state/one/notes.yaml", "not: a rule")
    write(tmp_path / "theirs", "state/two.yaml", GOOD.replace("state/one", "state/two"))
    both = load_rules(tmp_path / "theirs", tmp_path / "ours")
    assert [rule.id for rule in both] == ["state/one", "state/two"]


def test_two_rules_with_one_id(tmp_path: Path) -> None:
    write(tmp_path / "ours", "state/one.yaml", GOOD)
    write(tmp_path / "theirs", "state/one.yaml", GOOD)
    with pytest.raises(PlanError) as caught:
        load_rules(tmp_path / "theirs", tmp_path / "ours")
    assert str(caught.value) == "ours/state/one.yaml: there is another rule 'state/one'"


def test_a_rule_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "one.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PlanError, match=r"/state/one.yaml: .* can't decode"):
        load_rules(tmp_path)
