"""Django's client raises what a view raised, which no answer of another process does."""

import subprocess
import sys

import pytest

from migrator.adapters.interpreter import HARNESS

PROGRAM = """\
import sys
import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
import migrate_client_django, migrate_crossing, migrate_suite

settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="s", ALLOWED_HOSTS=["*"])
django.setup()

def broken(request):
    raise LookupError

def good(request):
    return HttpResponse("good")

urlpatterns = [path("broken", broken), path("good", good)]
migrate_crossing.ask = lambda message: {"route": f"GET {message['path']}"}

from django.test import client
migrate_client_django.change(client)
migrate_suite.begin("test")
spelled, is_raised = sys.argv[1:]
try:
    print(client.Client(raise_request_exception=is_raised == "raised").get(spelled).status_code)
except LookupError:
    print("LookupError")
print(*migrate_suite.current().reasons, sep="; ")
"""
REASON = "the exception itself reaches the test, not an answer"


@pytest.mark.parametrize(
    ("path", "is_raised", "expected"),
    [
        ("/broken", "raised", ["LookupError", REASON]),
        ("/broken", "answered", ["500", ""]),
        ("/good", "raised", ["200", ""]),
    ],
)
def test_an_exception_that_reaches_the_test_is_noted(
    path: str, is_raised: str, expected: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, path, is_raised],
        env={"PYTHONPATH": str(HARNESS)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == expected
