"""``migrate rules`` and ``--rules``."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from migrator.cli import migrate
from migrator.errors import PlanError
from migrator.resources import RULES
from migrator.rules.load import load_rules

RULE = """\
id: ours/legacy-client
title: The old client
category: mandatory
effort: 2
message: "`{function}` calls `{name}`"
fix: Use the new one.
links: [{title: wiki, url: "https://example.org"}]
when: {call: [{name: [oldclient.connect]}]}
"""
CASE = """\
import oldclient
import flask

app = flask.Flask(__name__)

@app.get("/")
def index():
    # finding: ours/legacy-client
    oldclient.connect()
    # ok: ours/legacy-client
    oldclient.version()
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(migrate, arguments, catch_exceptions=False)


def rules_in(folder: Path, *, case: str = CASE) -> Path:
    for file, text in (("ours/legacy-client.yaml", RULE), ("cases/ours/legacy-client.py", case)):
        (folder / file).parent.mkdir(parents=True)
        (folder / file).write_text(text)
    return folder


def test_rules_of_ones_own_find_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = rules_in(tmp_path / "rules")
    source = tmp_path / "shop"
    source.mkdir()
    (source / "app.py").write_text(CASE)
    monkeypatch.chdir(tmp_path)
    found = run("analyze", str(source), "--rules", str(folder), "--fail-on", "mandatory")
    assert (found.exit_code, "ours/legacy-client" in found.output) == (1, True)
    assert run("analyze", str(source), "--fail-on", "mandatory").exit_code == 0


def test_a_case_that_holds(tmp_path: Path) -> None:
    found = run("rules", "test", str(rules_in(tmp_path)))
    assert (found.exit_code, found.output) == (0, "1 rules, 0 differences\n")


def test_a_case_that_does_not_hold(tmp_path: Path) -> None:
    moved = CASE.replace("    # finding: ours/legacy-client\n", "").replace(
        "    # ok:", "    # finding: ours/legacy-client\n    # ok:"
    )
    found = run("rules", "test", str(rules_in(tmp_path, case=moved)))
    assert (found.exit_code, found.output.splitlines()) == (
        1,
        [
            "ours/legacy-client: case.py:10: is not found",
            "ours/legacy-client: case.py:8: is found, and not marked",
            "1 rules, 2 differences",
        ],
    )


def test_show(tmp_path: Path) -> None:
    found = run("rules", "show", "ours/legacy-client", "--rules", str(rules_in(tmp_path)))
    assert found.output == (
        "ours/legacy-client: The old client\n"
        "mandatory · effort 2 · confidence high · fix first\n\n"
        "`{function}` calls `{name}`\n\n"
        "Instead: Use the new one.\n\n"
        "  wiki: https://example.org\n"
    )


def test_list_shows_groups_and_counts(tmp_path: Path) -> None:
    lines = run("rules", "list", "--rules", str(rules_in(tmp_path))).output.splitlines()
    shown = load_rules(RULES, tmp_path)
    groups = sorted({rule.id.partition("/")[0] for rule in shown})
    assert [line for line in lines if line and "  " not in line and ":" not in line] == groups
    ours = next(line for line in lines if "ours/" in line)
    assert ours.split() == ["ours/legacy-client", "mandatory", "2", "The", "old", "client"]
    assert lines[lines.index(ours) - 1] == "ours"
    assert lines[-1].startswith(f"{len(shown)} rules: ")


def test_list_of_one_category(tmp_path: Path) -> None:
    folder = str(rules_in(tmp_path))
    grave = run("rules", "list", "--category", "mandatory", "--rules", folder).output
    assert ("ours/legacy-client" in grave, "  optional" in grave) == (True, False)
    light = run(
        *("rules", "list", "--category", "optional", "--category", "potential"),
        *("--rules", folder),
    ).output
    assert ("ours/legacy-client" in light, "  mandatory" in light) == (False, False)
    counts = [int(text.splitlines()[-1].partition(" ")[0]) for text in (grave, light)]
    assert sum(counts) == len(load_rules(RULES, tmp_path))


def test_a_rule_that_is_not_there() -> None:
    with pytest.raises(PlanError) as caught:
        run("rules", "show", "process/thread-in-requests")
    assert str(caught.value) == (
        "no rule 'process/thread-in-requests' (did you mean 'process/thread-in-request'?)"
    )


def test_a_broken_rule_is_one_error(tmp_path: Path) -> None:
    folder = rules_in(tmp_path / "rules")
    (folder / "ours" / "legacy-client.yaml").write_text("id: [")
    with pytest.raises(PlanError, match=r"^rules/ours/legacy-client.yaml:1: not YAML: "):
        run("rules", "list", "--rules", str(folder))
