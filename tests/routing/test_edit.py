import pytest

from migrator.errors import PlanError, UnknownNameError
from migrator.model.plan import ResponseStyle
from migrator.model.program import HttpRoute
from migrator.routing.edit import FILE, with_percent, with_service, without_service
from migrator.routing.load import load_cutover

WRITTEN_BY_A_PERSON = """\
version: 1   # never change

origins:
    monolith: "http://127.0.0.1:9001"   # ours
    services:
        documents: 'http://127.0.0.1:9002'

# who goes where
routes:
# the busy one
- id: list      # all of them
  method: GET
  path: /documents
  service: documents
  mode: canary   # since Monday
  percent: 5   # ask Ann first

- {id: read, method: GET, path: "/documents/{id}", service: documents, percent: 0}
- id: write
  method: POST
  path: /documents
  service: documents
# nothing below this line
"""


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """Return the lines that differ, of two texts with as many lines."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return [(old, new) for old, new in pairs if old != new]


def test_percent_changes_two_words_and_no_other_byte() -> None:
    assert changed(WRITTEN_BY_A_PERSON, with_percent(WRITTEN_BY_A_PERSON, "list", 100)) == [
        ("  mode: canary   # since Monday", "  mode: service   # since Monday"),
        ("  percent: 5   # ask Ann first", "  percent: 100   # ask Ann first"),
    ]


def test_percent_of_a_service_reaches_all_its_routes_in_their_own_style() -> None:
    edited = with_percent(WRITTEN_BY_A_PERSON, "documents", 2.5)
    expected = (
        WRITTEN_BY_A_PERSON.replace("percent: 5 ", "percent: 2.5 ")
        .replace("percent: 0}", "percent: 2.5, mode: canary}")
        .replace(
            "  service: documents\n# nothing",
            "  service: documents\n  mode: canary\n  percent: 2.5\n# nothing",
        )
    )
    assert edited == expected
    assert [route.share for route in load_cutover(edited, file=FILE).routes] == [2.5, 2.5, 2.5]


@pytest.mark.parametrize("name", ["documents", None])
def test_rollback_leaves_nobody_on_the_service(name: str | None) -> None:
    edited = without_service(with_percent(WRITTEN_BY_A_PERSON, "documents", 100), name)
    assert [(route.mode, route.percent) for route in load_cutover(edited, file=FILE).routes] == [
        ("monolith", 0)
    ] * 3


def test_a_service_is_added_behind_the_last_route_and_before_the_comment() -> None:
    routes = [HttpRoute("GET", "/bills/{id}", "/bills/<int:id>")]
    edited = with_service(
        WRITTEN_BY_A_PERSON,
        "billing",
        "http://127.0.0.1:9003",
        routes,
        response=ResponseStyle.ENVELOPE,
    )
    assert edited == WRITTEN_BY_A_PERSON.replace(
        "9002'\n", '9002\'\n        billing: "http://127.0.0.1:9003"\n'
    ).replace(
        "# nothing below",
        "- id: get-bills-id\n  method: GET\n  path: /bills/{id}\n  service: billing\n"
        "  mode: monolith\n  percent: 0\n  response: envelope\n# nothing below",
    ).replace('"http://127.0.0.1:9003"', "http://127.0.0.1:9003")


def test_a_fresh_file_is_complete_and_commented() -> None:
    routes = [
        HttpRoute("POST", "/", "/"),
        HttpRoute("GET", "/files/{name}", "/files/<path:name>"),
        HttpRoute("GET", "/a-b", "/a-b"),
        HttpRoute("GET", "/a/b", "/a/b"),
    ]
    text = with_service(None, "files", "http://127.0.0.1:9002", routes)
    assert text.startswith("# Who answers which route.")
    assert [(one.id, one.path, one.share) for one in load_cutover(text, file=FILE).routes] == [
        ("get-a-b", "/a-b", 0),
        ("get-a-b-2", "/a/b", 0),
        ("get-files-name", "/files/{name+}", 0),
        ("post-root", "/", 0),
    ]


def test_adding_a_service_again_only_changes_its_address() -> None:
    routes = [HttpRoute("GET", "/a", "/a"), HttpRoute("POST", "/a", "/a")]
    first = with_percent(with_service(None, "files", "http://a", routes), "files", 5)
    again = with_service(first, "files", "http://b", routes)
    assert changed(first, again) == [("    files: http://a", "    files: http://b")]


def test_templates_that_take_the_same_requests_are_one_route() -> None:
    routes = [HttpRoute("GET", f"/a/{{{name}}}", f"/a/<{name}>") for name in ("id", "slug")]
    made = with_service(None, "files", "http://a", routes)
    assert [route.path for route in load_cutover(made, file=FILE).routes] == ["/a/{id}"]
    assert with_service(made, "files", "http://a", routes) == made


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("version: 1\norigins: {monolith: 'http://a'}\n", id="flow, no services"),
        pytest.param(
            "version: 1\norigins: {monolith: 'http://a', services: {}}\nroutes: []", id="flow"
        ),
        pytest.param(
            "version: 1\norigins:\n  monolith: http://a\n  services: {b: 'http://b'}\n"
            "routes: [{id: b, method: GET, path: /b, service: b}]\n# end\n",
            id="inner flow",
        ),
        pytest.param("version: 1\norigins:\n  monolith: http://a", id="no end of line"),
    ],
)
def test_a_service_can_be_added_to_any_style(text: str) -> None:
    edited = with_service(text, "new", "http://new", [HttpRoute("GET", "/new", "/new")])
    before, after = load_cutover(text, file=FILE), load_cutover(edited, file=FILE)
    assert after.origins.services == {**before.origins.services, "new": "http://new"}
    assert [route.id for route in after.routes] == [*(r.id for r in before.routes), "get-new"]


def test_a_request_belongs_to_one_service() -> None:
    with pytest.raises(PlanError, match="GET /documents belongs to service 'documents'"):
        with_service(
            WRITTEN_BY_A_PERSON,
            "other",
            "http://o",
            [HttpRoute("GET", "/documents", "/documents")],
        )


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        with_percent(WRITTEN_BY_A_PERSON, "document", 5)
    assert (str(caught.value), caught.value.hint) == (
        "no route or service 'document' (did you mean 'documents'?)",
        "known are: documents, list, read, write",
    )


def test_an_impossible_percentage_is_refused() -> None:
    with pytest.raises(PlanError):
        with_percent(WRITTEN_BY_A_PERSON, "list", -1)
