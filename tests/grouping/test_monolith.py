"""The example, with all signals: its eight areas, and what constraints move."""

from functools import cache

import pytest

from migrator.errors import PlanError
from migrator.grouping import Study, judge, propose
from migrator.grouping.blind import divide_blindly
from migrator.grouping.homes import homes_of
from migrator.model.plan import Constraints, MigrationPlan, Pin, Service
from migrator.model.program import Program
from migrator.model.reach import find_reaches
from migrator.usecases.program import build_program
from tests.grouping.bench import compare
from tests.monolith import MONOLITH

NAMES = "appointments, auth, billing, documents, lab, notifications, patients, reports"
AREAS = NAMES.split(", ")


@cache
def clinic() -> Program:
    return build_program(MONOLITH)


def homes(constraints: Constraints) -> dict[str, str]:
    return homes_of(clinic(), propose(clinic(), MigrationPlan(constraints=constraints)))


def test_the_eight_areas_come_out() -> None:
    services = {service.name: service.modules for service in propose(clinic()).services}
    assert services == {"app": (), **{area: (f"clinic.{area}",) for area in AREAS}}


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        ("clinic.billing.views:create_invoice", {"clinic.billing.views:create_invoice"}),
        ("clinic.billing.money:to_cents", {"clinic.billing.money:to_cents"}),
    ],
)
def test_a_pinned_function_moves_alone(name: str, moved: set[str]) -> None:
    before, after = homes(Constraints()), homes(Constraints(pinned=(Pin(name, "reports"),)))
    assert {one for one in after if before[one] != after[one]} == moved
    assert {after[one] for one in moved} == {"reports"}


def test_a_pinned_module_moves_alone() -> None:
    pin = Pin("clinic.billing.insurance", "reports")
    before, after = homes(Constraints()), homes(Constraints(pinned=(pin,)))
    moved = {one for one in after if before[one] != after[one]}
    assert moved == {one for one in after if one.startswith("clinic.billing.insurance:")}


def test_a_pinned_entry_point_that_another_service_lists_is_an_error() -> None:
    plan = MigrationPlan(
        services=(Service("mine", entry_points=("GET /billing/invoices",)),),
        constraints=Constraints(pinned=(Pin("GET /billing/invoices", "other"),)),
    )
    with pytest.raises(PlanError, match="service 'mine' lists GET /billing/invoices"):
        propose(clinic(), plan)


def test_what_must_be_together_is_one_service() -> None:
    plan = MigrationPlan(constraints=Constraints(together=(("clinic.lab", "clinic.billing"),)))
    names = [service.name for service in propose(clinic(), plan).services]
    assert names == ["app", *(area for area in AREAS if area != "lab")]


def test_better_than_plain_louvain() -> None:
    program = clinic()
    found = judge(Study(program), propose(program), find_reaches(program))
    ours, plain = found.metrics, found.louvain
    assert ours.modularity > plain.modularity
    assert ours.calls < plain.calls
    assert ours.balance > plain.balance
    assert len(ours.two_writers) < len(plain.two_writers)
    assert [rank.service for rank in found.order][-1] == "auth"  # all others call it


def test_behaviour_alone_finds_most_of_the_areas() -> None:
    _, areas, ours, plain = compare(clinic(), "clinic")
    assert areas == len(AREAS)
    assert ours.mojofm > max(plain.mojofm, 85)
    assert ours.rand > max(plain.rand, 0.8)


def test_two_runs_give_the_same() -> None:
    assert propose(clinic()) == propose(clinic())
    assert divide_blindly(Study(clinic())) == divide_blindly(Study(clinic()))
