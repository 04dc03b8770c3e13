"""What Django knows at run time, seen as the path of a route."""

import pytest

from tests.analysis.programs import program_of, routes_of

SETTINGS = {"shop/__init__.py": "", "shop/settings.py": "ROOT_URLCONF = 'shop.urls'\n"}
URLS = "from django.urls import path\nfrom shop.models import Order\ndef view(request): ...\n"
MODEL = "from django.db import models\nclass Order(models.Model):\n    pass\n"
RELATED = (
    "class Line(models.Model):\n"
    "    order = models.ForeignKey(Order, models.CASCADE, related_name='lines')\n"
)
HAS = (
    "def kind(cls):\n    if hasattr(cls, '{}'):\n        return 'with'\n    return 'without'\n"
    "route = kind(Order)"
)
LABELED = MODEL.replace("pass", "class Meta:\n        app_label = 'buying'")
CONFIG = (
    "from django.apps import AppConfig\nclass ShopConfig(AppConfig):\n"
    "    name = 'shop'\n    label = 'store'\n"
)


@pytest.mark.parametrize(
    ("files", "urls", "expected"),
    [
        pytest.param(
            {"shop/models.py": MODEL},
            "meta = Order._meta\nroute = f'{meta.app_label}/{meta.model_name}'",
            ["shop/order"],
            id="options of a model",
        ),
        pytest.param(
            {"shop/models.py": MODEL, "shop/apps.py": CONFIG},
            "route = Order()._meta.label_lower",
            ["store.order"],
            id="the label of its application",
        ),
        pytest.param(
            {"shop/models.py": LABELED},
            "route = Order._meta.app_label",
            ["buying"],
            id="the label that the model gives itself",
        ),
        pytest.param(
            {"shop/models.py": MODEL},
            "class Site:\n    def __init__(self, **options):\n"
            "        for key, value in options.items():\n            self.__dict__[key] = value\n"
            "route = Site(prefix='a').prefix",
            ["a"],
            id="attributes by __dict__",
        ),
        pytest.param(
            {"shop/models.py": MODEL},
            "def kind(model):\n    if model.is_numbered():\n        return 'int'\n"
            "    return 'str'\nroute = f'<{kind(Order)}:pk>/'",
            ["<int:pk>/"],
            id="a text that may be one of two, where the template is the same",
        ),
        pytest.param(
            {"shop/models.py": MODEL},
            "from django.utils.functional import cached_property\nclass Site:\n"
            "    views_enabled = False\n    @cached_property\n    def prefix(self):\n"
            "        if self.views_enabled:\n            return 'views'\n        return 'a'\n"
            "route = Site().prefix",
            ["a"],
            id="a cached property, and a test of what its class says",
        ),
        pytest.param(
            {"shop/models.py": MODEL},
            HAS.format("position"),
            ["without"],
            id="an attribute that neither a model nor Django has",
        ),
        pytest.param(
            {"shop/models.py": MODEL},
            HAS.format("full_clean"),
            ["with", "without"],
            id="an attribute that Django gives its models",
        ),
        pytest.param(
            {"shop/models.py": MODEL + RELATED},
            HAS.format("lines"),
            ["with", "without"],
            id="an attribute that a relation of another model gives",
        ),
        pytest.param(
            {"shop/models.py": "from tree.models import Node\nclass Order(Node): ...\n"},
            HAS.format("position"),
            ["with", "without"],
            id="an attribute that a model of a library may have",
        ),
        pytest.param(
            {"shop/models.py": "from tree.models import Node\nclass Order(Node): ...\n"},
            "from django.db import models\ndef kind(cls):\n    if issubclass(cls, models.Model):\n"
            "        return 'model'\n    return 'class'\nroute = kind(Order)",
            ["model"],
            id="a model of a library is a model",
        ),
        pytest.param(
            {"shop/models.py": MODEL},
            "import os\nhooks = {}\ndef register(name, route):\n    if name not in hooks:\n"
            "        hooks[name] = []\n    hooks[name].append(route)\n"
            "hooks[os.name] = []\nregister('urls', 'a')\nregister('urls', 'b')\n"
            "route = hooks['urls'][0]",
            ["a"],
            id="a registry of which not all keys are known",
        ),
        pytest.param(
            {"shop/models.py": MODEL},
            "from django.apps import apps\nroute = apps.get_app_config('store').name",
            [],
            id="an application that there is not",
        ),
    ],
)
def test_knows(files: dict[str, str], urls: str, expected: list[str]) -> None:
    source = {"shop/urls.py": f"{URLS}{urls}\nurlpatterns = [path(route, view)]\n"}
    routes = [route.split()[1] for route in routes_of(program_of(SETTINGS | files | source))]
    assert routes == expected
