import pytest

from migrator.errors import PlanError
from migrator.generation.deployment.compose import compose

WRITTEN = """\
# Written by `migrate extract`, which adds services and changes nothing else.
# All of them: npx osls-compose deploy --stage dev

services:
  mail:
    path: services/mail
  orders:
    path: services/orders
"""
EDITED = """\
services:
  billing:  # first
    path: services/billing
    params: {kind: "x"}
  orders:
    path: services/orders
    dependsOn: [billing]
"""


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (None, ["orders", "mail", "orders"], WRITTEN),
        (WRITTEN, ["orders"], WRITTEN),
        (
            EDITED,
            ["mail", "orders", "users"],
            EDITED.replace("  orders:\n", "  mail:\n    path: services/mail\n  orders:\n")
            + "  users:\n    path: services/users\n",
        ),
        ("", ["mail", "orders"], WRITTEN),
        ("services:\n", ["mail"], "services:\n  mail:\n    path: services/mail\n"),
    ],
)
def test_compose(text: str | None, names: list[str], expected: str) -> None:
    assert compose(text, names) == expected


def test_not_yaml() -> None:
    with pytest.raises(PlanError, match=r"serverless-compose\.yml:1: not YAML"):
        compose("a: [", ["mail"])
