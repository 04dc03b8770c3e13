import pytest

from migrator.errors import PlanError
from migrator.model.plan import (
    CallMode,
    Constraints,
    CrossingCall,
    MigrationPlan,
    ResponseStyle,
    Service,
)
from migrator.model.plan_edit import update_plan
from migrator.model.plan_file import load_plan, render_plan

EDITED = """\
# ours
version: 1
monolith: {source: shop, application: "shop.app:create_app"}   # keep
services:
  - name: orders   # the first to go
    modules:
      - shop.orders
    entry_points:
      # the easy one
      - GET /orders/{id}

  # customers come later
  - name: customers
    modules: [shop.customers]
    entry_points: []
shared: []
"""
ORDERS = Service("orders", ("shop.orders",), ("GET /orders/{id}",))
CUSTOMERS = Service("customers", ("shop.customers",))
PLAN = load_plan(EDITED)


def with_services(*services: Service, shared: tuple[str, ...] = ()) -> MigrationPlan:
    return MigrationPlan(monolith=PLAN.monolith, services=services, shared=shared)


def test_written_plans_can_be_read() -> None:
    service = Service("orders", ("shop.orders",), ("ANY /",), response=ResponseStyle.ENVELOPE)
    plan = MigrationPlan(
        services=(service,), shared=("shop.text",), constraints=Constraints(apart=(("a", "b"),))
    )
    assert load_plan(render_plan(plan)) == plan


def test_nothing_changes_where_nothing_is_missing() -> None:
    text = EDITED.replace("\n", "  \n")
    assert update_plan(text, PLAN, file="migration.yaml") == text


def test_lines_go_in_and_no_other_byte_changes() -> None:
    orders = Service("orders", ("shop.orders",), ("GET /orders/{id}", "POST /orders"))
    customers = Service("customers", ("shop.customers",), ("GET /customers",))
    mail = Service("mail", ("shop.mail",), ("task send",))
    plan = with_services(orders, customers, mail, shared=("shop.text",))
    assert update_plan(EDITED, plan, file="migration.yaml") == EDITED.replace(
        "      - GET /orders/{id}\n", "      - GET /orders/{id}\n      - POST /orders\n"
    ).replace(
        "    entry_points: []\nshared: []\n",
        """\
    entry_points:
      - GET /customers
  - name: mail
    modules:
      - shop.mail
    entry_points:
      - task send
    owns: []
    reads: []
    shared: []
    calls: []
    granularity: function per handler
    response: legacy
shared:
  - shop.text
""",
    )


def test_calls_are_written_on_a_line_each() -> None:
    text = "services:\n  - name: a\n    calls:\n      - {to: b:f, mode: remote}  # slow\n"
    calls = (CrossingCall("b:f", CallMode.REMOTE), CrossingCall("b:g"))
    plan = MigrationPlan(services=(Service("a", calls=calls, shared=("shop.text",)),))
    added = f"{text}      - {{to: b:g, mode: inline}}\n    shared:\n      - shop.text\n"
    assert update_plan(text, plan, file="migration.yaml") == added
    assert load_plan(render_plan(plan)) == plan


def test_missing_keys_are_added() -> None:
    text = "services:\n- name: orders\n- name: customers\n"
    orders = Service("orders", entry_points=("GET /orders",))
    plan = MigrationPlan(services=(orders, Service("customers")), shared=("shop.text",))
    assert update_plan(text, plan, file="migration.yaml") == (
        "services:\n- name: orders\n  entry_points:\n    - GET /orders\n- name: customers\n"
        "shared:\n  - shop.text\n"
    )


def test_lists_on_one_line_grow_too() -> None:
    text = "# ours\nservices:\n  - {name: orders, entry_points: [GET /a]} # first\n"
    plan = MigrationPlan(services=(Service("orders", entry_points=("GET /a", "GET /b")),))
    updated = update_plan(text, plan, file="migration.yaml")
    assert load_plan(updated) == plan
    assert updated.startswith("# ours\n")
    assert "# first" in updated


def test_unknown_keys_are_named_with_line_and_nearest() -> None:
    with pytest.raises(PlanError, match=r"migration.yaml:3: unknown key 'servces'.*services"):
        load_plan("# x\nversion: 1\nservces: []\n")


def test_two_services_cannot_claim_the_same() -> None:
    text = "services:\n  - {name: a, owns: [t]}\n  - name: b\n    owns:\n      - t\n"
    with pytest.raises(PlanError, match=r"migration.yaml:5: 't' is in service 'a' already"):
        load_plan(text)


def test_services_need_a_name() -> None:
    with pytest.raises(PlanError, match="missing key 'name'"):
        load_plan("services:\n  - owns: [t]\n")
