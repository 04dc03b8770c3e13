"""What Django runs around views because settings or attributes name it."""

import pytest

from tests.analysis.programs import program_of_one

PRELUDE = """
from django.urls import path
from django.views import View
from rest_framework import generics, permissions
from rest_framework.decorators import api_view, permission_classes
ROOT_URLCONF = "shop"
INSTALLED_APPS = []
class Mine(permissions.BasePermission):
    def has_permission(self, request, view): ...
class Yours(permissions.BasePermission):
    def has_object_permission(self, request, view, obj): ...
def answer(error, context): ...
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "MIDDLEWARE = ['django.x.Y', 'shop.M']\nclass M:\n    def __init__(self, get): ...\n"
            "    def __call__(self, request): self.own()\n    def own(self): ...\n"
            "    def process_exception(self, request, error): ...",
            ("shop:M.__call__", "shop:M.process_exception"),
            id="class",
        ),
        pytest.param(
            "from django.utils.deprecation import MiddlewareMixin\n"
            "MIDDLEWARE = ['django.x.Y']\nMIDDLEWARE += ['shop.N']\n"
            "class M(MiddlewareMixin):\n    def process_request(self, request): ...\n"
            "class N(M):\n    def process_view(self, *args): ...\n"
            "    def process_response(self, request, response): ...\n"
            "    def process_template_response(self, request, response): ...",
            (
                "shop:M.process_request",
                "shop:N.process_response",
                "shop:N.process_template_response",
                "shop:N.process_view",
            ),
            id="mixin and its subclass",
        ),
        pytest.param(
            "MIDDLEWARE = ('shop.factory',)\ndef factory(get_response):\n"
            "    def middleware(request): return get_response(request)\n    return middleware",
            ("shop:factory.middleware",),
            id="function",
        ),
        pytest.param(
            "AUTHENTICATION_BACKENDS = ['shop.B', 'django.contrib.auth.backends.ModelBackend']\n"
            "class B:\n    def authenticate(self, request): ...\n    def get_user(self, pk): ...",
            ("shop:B.get_user",),
            id="who somebody is",
        ),
        pytest.param("MIDDLEWARE = ['shop.gone', 'x', unknown]", (), id="unknown names"),
    ],
)
def test_around_every_view(source: str, expected: tuple[str, ...]) -> None:
    assert program_of_one(PRELUDE + source).hooks == expected


DEFAULTS = (
    "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['shop.Mine', 'x.Y'], "
    "'EXCEPTION_HANDLER': 'shop.answer'}\n"
)
CLASS = "class V(generics.ListAPIView):\n    {}\nurlpatterns = [path('', V.as_view())]"
FUNCTION = "@api_view(['GET'])\n{}def f(request): ...\nurlpatterns = [path('', f)]"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(CLASS.format("..."), ("shop:V.get",), id="nothing said, inherited"),
        pytest.param(
            DEFAULTS + CLASS.format("..."),
            ("shop:Mine.has_permission", "shop:V.get", "shop:answer"),
            id="defaults of the settings",
        ),
        pytest.param(
            DEFAULTS + CLASS.format("permission_classes = [Yours | permissions.IsAdminUser]"),
            ("shop:V.get", "shop:Yours.has_object_permission", "shop:answer"),
            id="attribute of the view",
        ),
        pytest.param(
            "class S:\n    def validate(self, data): ...\n    def get_total(self, order): ...\n"
            + CLASS.format("serializer_class = S\n    def get_queryset(self): ..."),
            ("shop:S.get_total", "shop:V.get", "shop:V.get_queryset"),
            id="serializer and methods of the view",
        ),
        pytest.param(
            DEFAULTS + FUNCTION.format(""),
            ("shop:Mine.has_permission", "shop:answer"),
            id="function with the defaults",
        ),
        pytest.param(
            DEFAULTS + FUNCTION.format("@permission_classes((Yours,))\n"),
            ("shop:Yours.has_object_permission", "shop:answer"),
            id="function with its own",
        ),
        pytest.param(
            DEFAULTS + "def f(request): ...\nurlpatterns = [path('', f)]", (), id="plain view"
        ),
        pytest.param(
            DEFAULTS + CLASS.format("...").replace("generics.ListAPIView", "View"),
            (),
            id="class of Django's own",
        ),
        pytest.param(
            CLASS.format("def dispatch(self, *args): ...\n    def get(self, request): ..."),
            ("shop:V.dispatch",),
            id="dispatch",
        ),
    ],
)
def test_around_one_view(source: str, expected: tuple[str, ...]) -> None:
    (point,) = {p.handler: p for p in program_of_one(PRELUDE + source).entry_points}.values()
    assert tuple(sorted(point.hooks)) == expected
