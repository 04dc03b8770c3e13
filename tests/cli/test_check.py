"""`migrate check`: what went out of step since services left."""

import json
from pathlib import Path

import pytest

from tests.cli.repositories import commit, git, make_shop, run, write
from tests.generation.shops import SHOP

WAIVER = """\
waivers:
  - rule: http/trailing-slash
    place: shop.orders
    reason: the facade knows both
    until: 2020-01-31
"""


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_shop(tmp_path_factory.mktemp("work") / "shop")
    assert run(folder, "extract", "orders").status == 0
    git(folder, "merge", "--quiet", "migrate/orders")
    return folder


@pytest.fixture
def folder(merged: Path) -> Path:
    git(merged, "reset", "--quiet", "--hard", "main")
    git(merged, "clean", "--quiet", "-fd")
    return merged


def test_nothing_is_out_of_step(folder: Path) -> None:
    done = run(folder, "check")
    assert (done.status, done.err) == (0, "")
    assert done.out == "nothing is out of step; extracted services: orders\n"
    empty = json.loads(run(folder, "check", "--format", "json").out)
    assert empty == {"schema": 1, "services": ["orders"], "problems": []}


def dedented(text: str) -> str:
    """Put code of the shop where it starts; other texts have less of an indent."""
    return "".join(f"{line.removeprefix(' ' * 8)}\n" for line in text.splitlines())


PROBLEMS = [
    pytest.param(
        {"src/shop/orders/views.py": SHOP["shop/orders/views.py"].replace("%PDF", "%PDF-2")},
        {
            "kind": "drift",
            "service": "orders",
            "subject": "shop.orders.views:pdf",
            "file": "shop/orders/views.py",
            "line": 16,
            "message": "shop.orders.views:pdf changed since orders left",
            "remedy": "migrate extract --update orders",
        },
        id="drift",
    ),
    pytest.param(
        {"src/shop/customers/mail.py": "from shop.orders.models import Order\n"},
        {
            "kind": "import",
            "service": "orders",
            "subject": "shop.customers.mail -> shop.orders.models",
            "file": "shop/customers/mail.py",
            "line": 1,
            "message": "shop.customers.mail imports shop.orders.models, which moved to orders",
            "remedy": "ask the service, or take what both need out of it; or allow it in the "
            "contract migrate-orders of .importlinter",
        },
        id="import",
    ),
    pytest.param(
        {
            "src/shop/customers/views.py": SHOP["shop/customers/views.py"].rstrip()
            + "\n\n        @customers.get('/new')\n        def new():\n            return ''\n"
        },
        {
            "kind": "route",
            "service": "customers",
            "subject": "GET /customers/new",
            "file": "shop/customers/views.py",
            "line": 11,
            "message": "GET /customers/new belongs to no service",
            "remedy": "run `migrate plan`: it adds it to customers",
        },
        id="route",
    ),
    pytest.param(
        {"migration.yaml": WAIVER},
        {
            "kind": "waiver",
            "service": "",
            "subject": "http/trailing-slash",
            "file": "migration.yaml",
            "line": 17,
            "message": "the waiver of http/trailing-slash at shop.orders ended on 2020-01-31",
            "remedy": "repair it, or decide anew: the facade knows both",
        },
        id="waiver",
    ),
    pytest.param(
        {
            "services/orders/serverless.yml": "service: shop-orders\nresources:\n  Resources:\n"
            "    Mine:\n      Type: AWS::KMS::Key\n"
        },
        {
            "kind": "resource",
            "service": "orders",
            "subject": "services/orders/serverless.yml",
            "file": "services/orders/serverless.yml",
            "line": 5,
            "message": "a KMS key (AWS::KMS::Key) is created here: services refer to those that "
            "exist, by parameter",
            "remedy": "refer to what exists, by parameter; give the reason for `*` in a comment",
        },
        id="resource",
    ),
    pytest.param(
        {
            "services/orders/serverless.yml": "service: shop-orders\nresources:\n"
            "  - ${file(../network.${sls:stage}.yml):resources}\n",
            "services/network.dev.yml": "resources:\n  Zone: {Type: AWS::Route53::HostedZone}\n",
        },
        {
            "kind": "resource",
            "service": "orders",
            "subject": "services/network.dev.yml",
            "file": "services/network.dev.yml",
            "line": 2,
            "message": "a DNS zone (AWS::Route53::HostedZone) is created here: services refer to "
            "those that exist, by parameter",
            "remedy": "refer to what exists, by parameter; give the reason for `*` in a comment",
        },
        id="resource of an included file",
    ),
    pytest.param(
        {"services/orders/resources.json": '{"Resources": {"V": {"Type": "AWS::EC2::VPC"}}}'},
        {
            "kind": "resource",
            "service": "orders",
            "subject": "services/orders/resources.json",
            "file": "services/orders/resources.json",
            "line": 1,
            "message": "a VPC (AWS::EC2::VPC) is created here: services refer to those that "
            "exist, by parameter",
            "remedy": "refer to what exists, by parameter; give the reason for `*` in a comment",
        },
        id="resource of resources.json",
    ),
    pytest.param(
        {"serverless-compose.yml": "services:\n  Key: {Type: AWS::KMS::Key}\n"},
        {
            "kind": "resource",
            "service": "",
            "subject": "serverless-compose.yml",
            "file": "serverless-compose.yml",
            "line": 2,
            "message": "a KMS key (AWS::KMS::Key) is created here: services refer to those that "
            "exist, by parameter",
            "remedy": "refer to what exists, by parameter; give the reason for `*` in a comment",
        },
        id="resource of all services",
    ),
    pytest.param(
        {
            "migration.yaml": "database: {connections: 9}\n",
            "services/orders/serverless.yml": "service: shop-orders\nfunctions:\n"
            "  all: {handler: handlers.hosted.handler, reservedConcurrency: 12}\n",
        },
        {
            "kind": "connections",
            "service": "",
            "subject": "database",
            "file": "migration.yaml",
            "line": 16,
            "message": "12 containers may hold a connection each (orders 12): the database has 9",
            "remedy": "lower `reservedConcurrency` of functions in their serverless.yml, or write "
            "it where it is missing; raise `database: {connections: …}`; or put RDS Proxy in "
            "front: `proxy: true`",
        },
        id="connections",
    ),
    pytest.param(
        {"services/orders/.migrate/slice.lock": "{"},
        {
            "kind": "lock",
            "service": "orders",
            "subject": "services/orders/.migrate/slice.lock",
            "file": "services/orders/.migrate/slice.lock",
            "line": 1,
            "message": "services/orders/.migrate/slice.lock: not a slice.lock: Input data was "
            "truncated",
            "remedy": "write it anew: migrate extract SERVICE --force",
        },
        id="lock",
    ),
]


@pytest.mark.parametrize(("files", "expected"), PROBLEMS)
def test_problem(folder: Path, files: dict[str, str], expected: dict[str, object]) -> None:
    for path, text in files.items():
        front = (folder / path).read_text() if path == "migration.yaml" else ""
        write(folder, path, front + dedented(text))
    done = run(folder, "check", "--format", "json")
    assert (done.status, done.err) == (1, "")
    assert json.loads(done.out)["problems"] == [expected]
    told = run(folder, "check")
    assert told.status == 1
    assert f"  {expected['file']}:{expected['line']}: {expected['message']}\n" in told.out
    assert told.out.endswith("1 problem; extracted services: orders\n")


def test_a_file_that_does_not_parse_is_an_error(folder: Path) -> None:
    write(folder, "src/shop/customers/mail.py", "def (:\n")
    done = run(folder, "check")
    assert (done.status, "mail.py" in done.err) == (2, True)


def test_without_a_plan_and_services(tmp_path: Path) -> None:
    folder = make_shop(tmp_path / "shop")
    (folder / "migration.yaml").unlink()
    commit(folder)
    done = run(folder, "check", "src")
    assert (done.status, done.out) == (0, "nothing is out of step; extracted services: none\n")
