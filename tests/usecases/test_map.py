"""What a map shows, and what it may write."""

from pathlib import Path

import pytest

from migrator.adapters.filesystem import FileSystem
from migrator.errors import PlanError
from migrator.model.plan_file import load_plan
from migrator.usecases.drift import find_drift
from migrator.usecases.map import digest_of, draw_chart, save_plan
from tests.programs import SHOP

PLAN = """\
version: 1
# ours
services:
  - name: sales
    modules: [shop.orders]
"""


def test_without_a_plan_it_shows_what_would_be_proposed(tmp_path: Path) -> None:
    chart = draw_chart(SHOP, tmp_path, tmp_path / "migration.yaml")
    assert (chart.is_new, chart.digest) == (True, "")
    assert [service.name for service in load_plan(chart.text).services] == ["customers", "orders"]
    assert not (tmp_path / "migration.yaml").exists()


def test_a_plan_is_shown_with_what_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "migration.yaml"
    file.write_text(PLAN)
    chart = draw_chart(SHOP, tmp_path, file)
    assert (chart.is_new, chart.digest) == (False, digest_of(file))
    assert "# ours" in chart.text
    services = {service.name: service for service in load_plan(chart.text).services}
    assert [*services] == ["sales", "customers"]
    assert "GET /orders/{id}" in services["sales"].entry_points


def test_a_plan_with_mistakes_is_not_drawn(tmp_path: Path) -> None:
    file = tmp_path / "migration.yaml"
    file.write_text("version: 1\nservces: []\n")
    with pytest.raises(PlanError, match=r"migration.yaml:2: unknown key 'servces'"):
        draw_chart(SHOP, tmp_path, file)


def test_what_is_saved_is_there(tmp_path: Path) -> None:
    file = tmp_path / "migration.yaml"
    first = save_plan(SHOP, file, PLAN, digest="", files=FileSystem())
    changed = file.read_text().replace("sales", "buying")
    second = save_plan(SHOP, file, changed, digest=first, files=FileSystem())
    assert (file.read_text(), digest_of(file)) == (changed, second)


def test_what_follows_is_written_as_well(tmp_path: Path) -> None:
    file = tmp_path / "migration.yaml"
    save_plan(SHOP, file, PLAN, digest="", files=FileSystem())
    text = file.read_text()
    assert text.startswith(PLAN.split("    modules", maxsplit=1)[0])
    left = find_drift(SHOP, load_plan(text), text, file=str(file))
    assert [change.kind for change in left] == ["table-without-owner"]


@pytest.mark.parametrize(
    ("text", "digest", "message"),
    [
        (PLAN, "", "was changed since the map was drawn"),
        (PLAN, "another", "was changed since the map was drawn"),
        ("servces: []", None, "unknown key"),
        ("<<<<<<< ours", None, "a merge conflict is not resolved"),
    ],
)
def test_what_must_not_be_written(
    tmp_path: Path, text: str, digest: str | None, message: str
) -> None:
    file = tmp_path / "migration.yaml"
    file.write_text(PLAN)
    digest = digest_of(file) if digest is None else digest
    with pytest.raises(PlanError, match=message):
        save_plan(SHOP, file, text, digest=digest, files=FileSystem())
    assert file.read_text() == PLAN
