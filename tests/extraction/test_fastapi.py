"""A FastAPI monolith: one area is extracted, and answers and builds URLs as the monolith does."""

import sys

import pytest

from tests.extraction.replay import ask_monolith, ask_service, request
from tests.extraction.services import MONOLITHS, Service, written

pytestmark = pytest.mark.slow

JSON = {"Content-Type": "application/json"}
REQUESTS = {
    request("/api/goods/"): 200,
    request("/api/goods"): 307,
    request("/api/goods/?size=1"): 200,
    request("/api/goods/?size=9"): 422,
    request("/api/goods/", method="POST", body=b'{"sku": "x"}', headers=JSON): 201,
    request("/api/goods/", method="POST", body=b"{", headers=JSON): 422,
    request("/api/goods/a"): 200,
    request("/api/goods/a/"): 307,
    request("/api/goods/b%20c"): 200,
    request("/api/goods/d%25e"): 200,
    request("/api/goods/none"): 409,
    request("/api/goods/a", headers={"X-Tenant": "nobody"}): 403,
    request("/api/goods/a", method="HEAD"): 405,
    request("/api/goods/a/links"): 200,
    request("/api/goods/old"): 307,
    request("/api/goods/csv"): 200,
    request("/api/goods/a/pictures/x/y.png"): 200,
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return written("bazaar", "bazaar.routers.goods", tmp_path_factory.mktemp("bazaar"))


def test_what_travels(service: Service) -> None:
    assert service.made.sliced.modules == (
        "bazaar",
        "bazaar.dependencies",
        "bazaar.errors",
        "bazaar.main",
        "bazaar.routers",
        "bazaar.routers.api",
        "bazaar.routers.goods",
        "bazaar.stock",
    )
    assert service.made.sliced.assets == ("bazaar/data/stock.json",)


def test_what_changed(service: Service) -> None:
    cuts = [(str(cut.location), cut.removed) for cut in service.made.cuts]
    assert cuts == [
        ("bazaar/main.py:12", "from bazaar.routers.live import live"),
        ("bazaar/main.py:13", "from bazaar.routers.pages import pages"),
        ("bazaar/main.py:49", "def health()"),
        ("bazaar/main.py:55", "app.include_router(pages)"),
        ("bazaar/main.py:56", "app.include_router(live)"),
        ("bazaar/routers/api.py:3", "import of baskets"),
        ("bazaar/routers/api.py:7", "router.include_router(baskets.router)"),
    ]
    requirements = (service.folder / "requirements.txt").read_text()
    assert "../../packages/bazaar_lambda\nbazaar-lambda[asgi]==" in requirements


def test_what_stays(service: Service) -> None:
    paths = (service.folder / "app.py").read_text().partition("FOREIGN_ROUTES")[0]
    assert '"/health"' not in paths
    assert '"/api/goods/{sku}/pictures/{name:path}"' in paths


def test_answers_as_the_monolith(service: Service) -> None:
    requests = list(REQUESTS)
    folder = MONOLITHS / "bazaar"
    expected = ask_monolith(sys.executable, folder, "asgi:bazaar.main:app", requests)
    assert [answer.status for answer in expected] == list(REQUESTS.values())
    answers = ask_service(sys.executable, service.folder, requests, path=[service.package])
    for one, mine, theirs in zip(requests, answers, expected, strict=True):
        assert (one.method, one.path, mine) == (one.method, one.path, theirs)
