"""What needs no Django project: stand-ins and settings. tests/extraction has one."""

import importlib
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import URLResolver, include, path
from django.urls.resolvers import RegexPattern


@pytest.fixture(scope="module")
def views(shop: ModuleType) -> Any:  # noqa: ANN401 - of a package that is rendered here
    if not settings.configured:
        settings.configure()
    return importlib.import_module(f"{shop.__name__}.django_views")


@pytest.fixture(scope="module")
def adapt(shop: ModuleType) -> Any:  # noqa: ANN401
    return importlib.import_module(f"{shop.__name__}.django_settings").adapt


def test_a_stand_in_may_be_used_as_any_view_and_is_not_found(views: Any) -> None:  # noqa: ANN401
    stand_in = views.stays_behind("shop.stock.views")
    for view in (stand_in.index, stand_in.Item.as_view(extra=1), stand_in.decorated(print)):
        assert callable(view)
        with pytest.raises(Http404):
            view(HttpRequest(), pk=1)
    assert (stand_in.index.__module__, stand_in.index.__qualname__) == (
        "shop.stock.views",
        "index",
    )
    assert not hasattr(stand_in.index, "_is_coroutine_marker")


def test_a_module_keeps_what_it_has(views: Any) -> None:  # noqa: ANN401
    module = views.with_stand_ins(importlib.import_module("json"))
    assert module.dumps(1) == "1"
    with pytest.raises(Http404):
        module.index(HttpRequest())


def test_names_of_what_is_registered_elsewhere(shop: ModuleType, views: Any) -> None:  # noqa: ANN401
    add_names = importlib.import_module(f"{shop.__name__}.django_names").add_names
    inner = include(([path("here/", views.not_here, name="here")], "api"), namespace="api")
    root = URLResolver(RegexPattern(r"^/"), [path("api/v1/", inner), path("", views.not_here)])
    foreign = [
        ("api/v1/orders/(?P<pk>[^/.]+)/$", "api:order-detail"),
        ("^items/(?P<n>\\d+)\\.(?P<format>[a-z0-9]+)/?$", "item"),
        ("shops/<int:shop>/^old/(?P<n>\\d+)/$", "old"),
        ("plain/<slug:a>/", "other:deep:plain"),
    ]
    add_names(root, foreign)
    assert root.reverse("item", n=1, format="json") == "items/1.json"
    assert root.reverse("old", shop=2, n=3) == "shops/2/old/3/"
    prefix, api = root.namespace_dict["api"]
    assert (prefix, api.reverse("order-detail", pk=7)) == ("api/v1/", "orders/7/")
    assert api.reverse("here") == "here/"
    _, other = root.namespace_dict["other"]
    assert other.namespace_dict["deep"][1].reverse("plain", a="b") == "plain/b/"


def test_settings(adapt: Any) -> None:  # noqa: ANN401
    given = {
        "INSTALLED_APPS": ["shop.orders", "shop.stock"],
        "DATABASES": {
            "default": {"ENGINE": "x", "CONN_MAX_AGE": 0, "OPTIONS": {"pool": True, "a": 1}},
            "none": {},
        },
        "LOGGING": {
            "version": 1,
            "handlers": {
                "file": {"class": "logging.FileHandler", "filename": "/x", "level": "INFO"},
                "mail": {"class": "django.utils.log.AdminEmailHandler"},
            },
        },
        "OTHER": 1,
    }
    adapt(given, ["shop.stock"])
    assert given == {
        "INSTALLED_APPS": ["shop.orders"],
        "DATABASES": {
            "default": {
                "ENGINE": "x",
                "CONN_MAX_AGE": 300,
                "CONN_HEALTH_CHECKS": True,
                "OPTIONS": {"a": 1},
            },
            "none": {},
        },
        "LOGGING": {
            "version": 1,
            "handlers": {
                "file": {
                    "class": "logging.StreamHandler",
                    "stream": "ext://sys.stdout",
                    "level": "INFO",
                },
                "mail": {"class": "django.utils.log.AdminEmailHandler"},
            },
        },
        "OTHER": 1,
    }


def test_settings_may_be_bare(adapt: Any) -> None:  # noqa: ANN401
    given: dict[str, Any] = {}
    adapt(given)
    assert given == {"DATABASES": {}}
