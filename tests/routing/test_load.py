import pytest

from migrator.errors import PlanError
from migrator.model.cutover import (
    Cutover,
    Facade,
    Identity,
    Mode,
    Origin,
    OriginKind,
    Origins,
    Policy,
    Route,
)
from migrator.routing.load import load_cutover

HEAD = """\
version: 1
origins:
  monolith: http://127.0.0.1:8000
  services:
    documents: http://127.0.0.1:9000
"""


def test_loads_everything_that_can_be_said() -> None:
    text = """\
version: 1
facade: {host: 0.0.0.0, port: 80, admin_port: 81}
origins:
  monolith: http://127.0.0.1:8000
  services: {documents: "https://documents.example.com"}
identity: {header: x-account, cookie: visitor}
policy: {steps: [10, 100]}
routes:
  - {id: list, method: GET, path: /documents/, service: documents, mode: shadow}
  - id: read
    method: GET
    path: /documents/{document_id}
    service: documents
    mode: canary
    percent: 2.5
"""
    read = Route("read", "GET", "/documents/{document_id}", "documents", Mode.CANARY, 2.5)
    assert load_cutover(text, file="cutover.yaml") == Cutover(
        version=1,
        facade=Facade("0.0.0.0", 80, 81),  # noqa: S104 - as written
        origins=Origins("http://127.0.0.1:8000", {"documents": "https://documents.example.com"}),
        identity=Identity("x-account", "visitor"),
        policy=Policy((10, 100)),
        routes=(Route("list", "GET", "/documents/", "documents", Mode.SHADOW), read),
    )


def test_an_origin_is_a_url_or_says_more() -> None:
    text = (
        HEAD
        + """\
    orders: {url: "https://abc.lambda-url.eu-west-1.on.aws", kind: function-url}
"""
    )
    origins = load_cutover(text, file="cutover.yaml").origins
    url = "https://abc.lambda-url.eu-west-1.on.aws"
    assert origins.old == Origin("http://127.0.0.1:8000")
    assert origins.new("documents") == Origin("http://127.0.0.1:9000")
    assert origins.new("orders") == Origin(url, OriginKind.FUNCTION_URL)


UNTIMED = "it does not count what is slow: name `slow`, or set `slow_margin: 1`"


@pytest.mark.parametrize(
    ("mode", "percent", "share"),
    [
        pytest.param(Mode.MONOLITH, 40, 0, id="monolith means nobody"),
        pytest.param(Mode.SHADOW, 40, 0, id="copies are nobody's answers"),
        pytest.param(Mode.CANARY, 40, 40, id="canary counts"),
        pytest.param(Mode.SERVICE, 40, 100, id="service means everybody"),
        pytest.param(Mode.RETIRED, 40, 100, id="retired means everybody"),
    ],
)
def test_mode_decides_what_percent_means(mode: Mode, percent: float, share: float) -> None:
    assert Route("a", "GET", "/a", "documents", mode, percent).share == share


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            HEAD + "routes:\n  - {id: a, method: GET, path: /a, service: document}\n",
            ["cutover.yaml:7: unknown service 'document' (did you mean 'documents'?)"],
            id="unknown service",
        ),
        pytest.param(
            HEAD
            + "routes:\n"
            + "  - {id: a, method: GET, path: /a, service: documents}\n"
            + "  - {id: a, method: GET, path: /b, service: documents}\n"
            + "  - {id: c, method: GET, path: /a, service: documents}\n",
            [
                "cutover.yaml:8: route 'a' is already on line 7",
                "cutover.yaml:9: route 'GET /a' is already on line 7",
            ],
            id="the same id, the same request",
        ),
        pytest.param(
            HEAD
            + "policy:\n  gates:\n  - {name: a}\n  - {name: b, webhook: w, command: [c]}\n"
            + "  notify:\n  - {name: a, on: [ask]}\n",
            [
                "cutover.yaml:8: a gate is either a webhook or a command",
                "cutover.yaml:9: a gate is either a webhook or a command",
                "cutover.yaml:11: a notice is either a webhook or a command",
            ],
            id="a gate that nobody or two answer",
        ),
        pytest.param(
            HEAD
            + "policy: {window: 90s}\nevidence:\n  prometheus: {url: 'http://p'}\n"
            + "  cloudwatch: {namespace: N, slow: Slow}\n",
            [
                "cutover.yaml:6: CloudWatch counts whole minutes: `window: 1m`",
                f"cutover.yaml:8: {UNTIMED} in the policy",
                "cutover.yaml:9: evidence is of Prometheus or of CloudWatch, not of both",
            ],
            id="sources of evidence",
        ),
        pytest.param(
            HEAD
            + "policy:\n  freeze:\n"
            + '  - {from: "16:00", to: 2026-12-24}\n'
            + '  - {from: "16:00", to: "24:00", timezone: Europe/Berln}\n',
            [
                "cutover.yaml:8: a freeze lies between two times or between two dates",
                "cutover.yaml:9: unknown time zone 'Europe/Berln', such as Europe/Berlin",
            ],
            id="odd freezes",
        ),
        pytest.param(
            HEAD
            + "routes:\n"
            + "  - id: a\n    method: GET\n    path: /a\n"
            + "    service: documents\n    percent: 101\n",
            ["cutover.yaml:11: expected number <= 100, found 101"],
            id="more than everybody",
        ),
        pytest.param(
            HEAD
            + "routes:\n"
            + "  - {id: a, method: GET, path: /a, service: documents, percent: 0.001}\n",
            ["cutover.yaml:7: percent 0.001: at most two decimals count"],
            id="too fine a share",
        ),
        pytest.param(
            HEAD
            + "routes:\n"
            + "  - {id: a, method: POST, path: /a, service: documents, mode: shadow}\n",
            [
                (
                    "cutover.yaml:7: shadow would run POST twice; "
                    "copy only GET and HEAD, or use canary"
                )
            ],
            id="a shadow that writes",
        ),
        pytest.param(
            "version: 2\norigins: {monolith: 'http://h:1/prefix'}\n",
            [
                "cutover.yaml:1: version 2 is not known, this is version 1",
                (
                    "cutover.yaml:2: 'http://h:1/prefix' is not an origin such as "
                    "http://127.0.0.1:8000, no path"
                ),
            ],
            id="version, origin with a path",
        ),
        pytest.param(
            HEAD
            + "facade: {prot: 80}\n"
            + "routes:\n"
            + "  - {id: a, method: GET, path: /a, service: document, mode: canari}\n"
            + "  - {id: b, method: get, path: a, service: documents, percent: many}\n",
            [
                "cutover.yaml:6: unknown key 'prot' (did you mean 'port'?)",
                "cutover.yaml:8: invalid enum value 'canari' (did you mean 'canary'?)",
                "cutover.yaml:8: unknown service 'document' (did you mean 'documents'?)",
                "cutover.yaml:9: expected number, got str",
                r"cutover.yaml:9: expected str matching regex '^/[^?#\\s]*$', found 'a'",
                "cutover.yaml:9: expected str matching regex '^[A-Z]+$', found 'get'",
            ],
            id="wrong types and contradictions together",
        ),
        pytest.param(
            "",
            ["cutover.yaml:1: missing key 'origins'", "cutover.yaml:1: missing key 'version'"],
            id="empty",
        ),
        pytest.param("[]", ["cutover.yaml:1: expected keys and values, found a list"], id="list"),
    ],
)
def test_says_every_mistake(text: str, expected: list[str]) -> None:
    with pytest.raises(PlanError) as caught:
        load_cutover(text, file="cutover.yaml")
    assert str(caught.value).splitlines() == expected
