"""Which service a module, a table or an entry point belongs to, by what migration.yaml says."""

from collections.abc import Iterable

from migrator.model.plan import MigrationPlan, Service


def covers(prefix: str, module: str) -> bool:
    """Tell whether ``module`` is ``prefix`` or lies in the package ``prefix``."""
    return module == prefix or module.startswith(f"{prefix}.")


def longest_prefix(module: str, prefixes: Iterable[str]) -> str:
    """Pick the prefix that names ``module`` most exactly; empty where none covers it."""
    return max((p for p in prefixes if covers(p, module)), key=len, default="")


def service_of_module(module: str, plan: MigrationPlan) -> Service | None:
    """Find the service that holds a module: the longest prefix wins, ``shared`` included."""
    owners: dict[str, Service | None] = dict.fromkeys(plan.shared)
    for service in plan.services:
        owners.update(dict.fromkeys(service.modules, service))
    return owners.get(longest_prefix(module, owners))


def service_of_entry_point(label: str, plan: MigrationPlan) -> Service | None:
    """Find the service that lists an entry point."""
    return next((s for s in plan.services if label in s.entry_points), None)


def service_of_table(table: str, plan: MigrationPlan) -> Service | None:
    """Find the service that owns a table."""
    return next((s for s in plan.services if table in s.owns), None)
