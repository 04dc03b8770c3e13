"""A Django monolith: one area is extracted, and answers and builds URLs as the monolith does."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.extraction.replay import ask_monolith, ask_service, request
from tests.extraction.services import MONOLITHS, Service, written

pytestmark = pytest.mark.slow

SEED = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "depot.settings")
import django
django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
from depot.accounts.models import User
from depot.orders.models import Order
from depot.reviews.models import Review
user = User.objects.create(username="ann")
for note in ("first", "second"):
    order = Order.objects.create(customer=user, note=note)
    Review.objects.create(order=order, text="good")
"""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
REQUESTS = {
    request("/orders/"): 200,
    request("/orders/?q=fir&m=1&m=2"): 200,
    request("/orders"): 301,
    request("/orders/", method="HEAD"): 200,
    request("/orders/1/"): 200,
    request("/orders/1"): 301,
    request("/orders/99/"): 404,
    request("/orders/mine/"): 302,
    request("/orders/broken/"): 500,
    request("/orders/new/"): 405,
    request("/orders/new/", method="POST", body=b"note=third", headers=FORM): 302,
    request("/orders/3/"): 200,
    request("/orders/2/delete/", method="POST", headers=FORM): 200,
    request("/orders/2/"): 404,
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return written("depot", "depot.orders", tmp_path_factory.mktemp("depot"))


def test_what_travels(service: Service) -> None:
    assert service.made.sliced.modules == (
        "depot",
        "depot.accounts",
        "depot.accounts.middleware",
        "depot.accounts.models",
        "depot.converters",
        "depot.orders",
        "depot.orders.apps",
        "depot.orders.models",
        "depot.orders.signals",
        "depot.orders.templatetags",
        "depot.orders.templatetags.money",
        "depot.orders.urls",
        "depot.orders.views",
        "depot.pages",
        "depot.pages.context",
        "depot.pages.errors",
        "depot.reports",
        "depot.reports.urls",
        "depot.reviews",
        "depot.reviews.models",
        "depot.settings",
        "depot.stock",
        "depot.stock.models",
        "depot.stock.urls",
        "depot.urls",
        "depot.wsgi",
    )
    assert service.made.sliced.assets == (
        "depot/orders/templates/orders/detail.html",
        "depot/pages/templates/pages/base.html",
        "templates/note.html",
    )


def test_what_changed(service: Service) -> None:
    stand_ins = [cut for cut in service.made.cuts if cut.codemod == "stand_in"]
    assert [str(cut.location) for cut in stand_ins] == [
        "depot/orders/urls.py:5",
        "depot/reports/urls.py:3",
        "depot/stock/urls.py:3",
        "depot/stock/urls.py:4",
        "depot/urls.py:6",
    ]
    settings = (service.folder / "service_settings.py").read_text()
    assert 'ABSENT = (\n    "depot.reports",\n)\n' in settings


def test_answers_as_the_monolith(service: Service, tmp_path: Path) -> None:
    monolith = tmp_path / "monolith"
    shutil.copytree(MONOLITHS / "depot", monolith)
    log = {"LOG_FILE": str(tmp_path / "log")}
    files = {name: {"DATABASE": str(tmp_path / f"{name}.sqlite")} for name in "abc"}
    wsgi = "wsgi:depot.wsgi:application"
    ask_monolith(sys.executable, monolith, wsgi, (), environment=files["a"] | log, before=[SEED])
    for name in "bc":  # POST changes them
        shutil.copy(tmp_path / "a.sqlite", tmp_path / f"{name}.sqlite")
    requests = list(REQUESTS)
    expected = ask_monolith(sys.executable, monolith, wsgi, requests, environment=files["b"] | log)
    assert [answer.status for answer in expected] == list(REQUESTS.values())
    answers = ask_service(
        sys.executable, service.folder, requests, environment=files["c"], path=[service.package]
    )
    for one, mine, theirs in zip(requests, answers, expected, strict=True):
        assert (one.method, one.path, mine) == (one.method, one.path, theirs)
