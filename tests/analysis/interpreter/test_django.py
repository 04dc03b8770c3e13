"""What Django knows at run time, seen as the path of a route."""

import pytest

from tests.analysis.programs import program_of, routes_of

ROOT = "ROOT_URLCONF = 'shop.urls'\n"
SETTINGS = {"shop/__init__.py": "", "shop/settings.py": ROOT}
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
MODELS = (
    f"{MODEL}class Base(models.Model):\n    class Meta:\n        abstract = True\n"
    "class Bill(Base):\n    pass\nclass Bills(models.Manager):\n    pass\n"
)
GATEWAY = (
    "from django.conf import settings as given\nfrom shop import defaults\n"
    "class Settings:\n    def __getattr__(self, name):\n        try:\n"
    "            return getattr(given, name)\n        except AttributeError:\n"
    "            return getattr(defaults, name)\nsettings = Settings()\n"
)
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
            {
                "shop/conf.py": GATEWAY,
                "shop/defaults.py": "PREFIX = 'a'\n",
                "shop/models.py": MODEL,
            },
            "from shop.conf import settings\nroute = f'{settings.PREFIX}/o'",
            ["a/o"],
            id="an object that asks for settings, and for their defaults",
        ),
        pytest.param(
            {"shop/models.py": MODEL},
            "from django.conf import settings\nroute = getattr(settings, 'PREFIX', 'a') + '/o'",
            ["a/o"],
            id="the default of a setting",
        ),
        pytest.param(
            {"shop/models.py": MODELS, "shop/apps.py": CONFIG},
            "from django.apps import apps\n"
            "names = [model._meta.model_name for model in apps.get_models()]\n"
            "route = '-'.join(names)",
            ["order-bill"],
            id="all models but the abstract ones",
        ),
        pytest.param(
            {
                "shop/models.py": MODELS,
                "shop/apps.py": f"{CONFIG}    def ready(self):\n        from shop import rows\n"
                "        for model in self.get_models():\n"
                "            rows.ROWS.append(model._meta.model_name)\n",
                "shop/rows.py": "ROWS = []\n",
            },
            "from shop.rows import ROWS\nroute = '-'.join(ROWS)",
            ["order-bill"],
            id="the models of an application that is ready",
        ),
        pytest.param(
            {
                "shop/settings.py": f"{ROOT}INSTALLED_APPS = ['shop.apps.ShopConfig']\n",
                "shop/apps.py": CONFIG,
                "shop/audit.py": "from shop.models import Order\nNAME = Order._meta.model_name\n",
                "shop/models.py": f"{MODEL}from shop import audit\n",
            },
            "from shop.audit import NAME\nroute = NAME",
            ["order"],
            id="a cycle that starts at the models",
        ),
        pytest.param(
            {
                "shop/models.py": MODEL,
                "shop/apps.py": f"{CONFIG}    def ready(self):\n"
                "        from django.utils.module_loading import module_has_submodule\n"
                "        from importlib import import_module\n"
                "        if module_has_submodule(self.module, 'sets'):\n"
                "            self.sets = import_module(f'{self.name}.sets')\n",
                "shop/sets.py": "PREFIX = 'a'\n",
            },
            "from django.apps import apps\nroute = apps.get_app_config('store').sets.PREFIX",
            ["a"],
            id="a module of an application that is ready",
        ),
        pytest.param(
            {"shop/models.py": MODEL},
            "orders = Order.objects.filter(id=1)\nroute = orders.model._meta.model_name",
            ["order"],
            id="the model of a query",
        ),
        pytest.param(
            {"shop/models.py": MODEL},
            "import os\nfrom collections import defaultdict\nkept = defaultdict(list)\n"
            "kept[os.name].append('a')\nroute = [one for row in kept.values() for one in row][0]",
            ["a"],
            id="a row of a registry whose key is not known",
        ),
        pytest.param(
            {"shop/models.py": MODELS, "shop/apps.py": CONFIG},
            "from django.apps import apps\n"
            "one, other = apps.get_model('store.Order'), apps.get_model('store', 'bill')\n"
            "route = f'{one._meta.model_name}-{other._meta.model_name}'",
            ["order-bill"],
            id="models by their names",
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
