"""Django: what stands in URLconfs, and where URLconfs start."""

import pytest

from migrator.analysis.django_roots import LOOSE, ORPHAN, UNREACHED
from migrator.analysis.django_urls import FOREIGN, UNKNOWN
from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute
from tests.analysis.programs import program_of, routes_of, unresolved_of

ROOT = "ROOT_URLCONF = 'shop.urls'\n"
SETTINGS = {"shop/__init__.py": "", "shop/settings.py": ROOT}
VIEWS = {
    "shop/views.py": """
    def index(request): ...
    def order(request, id): ...
    """
}
PRELUDE = (
    "from django.urls import include, path, re_path\nfrom django.conf.urls import url\n"
    "from shop import views\nfrom shop.views import index, order\n"
)


def site(urls: str, **others: str) -> dict[str, str]:
    """Lay out a project with this root URLconf, and others by module (``api`` is shop/api.py)."""
    more = {f"shop/{name.replace('__', '/')}.py": text for name, text in others.items()}
    return SETTINGS | VIEWS | {"shop/urls.py": PRELUDE + urls} | more


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        pytest.param(
            "urlpatterns = [path('', index, name='index'), path('o/<int:id>/', views.order)]",
            ["ANY  index shop.views:index 2", "ANY o/<int:id>/  shop.views:order 3"],
            id="path",
        ),
        pytest.param(
            "urlpatterns = [re_path(r'^o/(?P<id>[0-9]+)/$', order), url(r'^$', index)]",
            ["ANY ^$  shop.views:index 2", "ANY ^o/(?P<id>[0-9]+)/$  shop.views:order 3"],
            id="regular expressions",
        ),
        pytest.param(
            "more = [path('o/<id>', order, name='order')]\n"
            "urlpatterns = [path('a/', include(more)), path('b/', include((more, 'b')))]",
            ["ANY a/o/<id> order shop.views:order 3", "ANY b/o/<id> b:order shop.views:order 3"],
            id="include of a list, and of a tuple with a namespace",
        ),
        pytest.param(
            "more = [url(r'^o/(?P<id>\\d+)$', order, name='order')]\n"
            "urlpatterns = [url(r'^a/', include(more, namespace='n'))]",
            ["ANY ^a/o/(?P<id>\\d+)$ n:order shop.views:order 3"],
            id="expressions below each other",
        ),
        pytest.param(
            "urlpatterns = [path('a/', ([path('o', order, name='o')], 'app', 'ns'))]",
            ["ANY a/o ns:o shop.views:order 3"],
            id="a tuple in the place of a view",
        ),
        pytest.param(
            "urlpatterns = []\nfor name in ('a', 'b'):\n"
            "    urlpatterns.append(path(f'{name}/', index))\n"
            "urlpatterns += [path(p, order) for p in ['c', 'd']]\n"
            "urlpatterns.extend([path('e', order)])",
            [
                "ANY a/  shop.views:index 2",
                "ANY b/  shop.views:index 2",
                "ANY c  shop.views:order 3",
                "ANY d  shop.views:order 3",
                "ANY e  shop.views:order 3",
            ],
            id="loop, comprehension, +=, append and extend",
        ),
        pytest.param(
            "from django.conf.urls.i18n import i18n_patterns\n"
            "from django.utils.translation import gettext_lazy as _\n"
            "urlpatterns = [path('a', index)]\n"
            "urlpatterns += i18n_patterns(path(_('orders/'), order), x=1)",
            ["ANY a  shop.views:index 2", "ANY en-us/orders/  shop.views:order 3"],
            id="i18n_patterns and a translated route",
        ),
        pytest.param(
            "from django.urls import URLPattern, URLResolver\n"
            "from django.urls.resolvers import RegexPattern, RoutePattern\n"
            "def guarded(route, view, name=None):\n"
            "    return URLPattern(RegexPattern(route, name=name), view, {}, name)\n"
            "more = [guarded(r'^o/(\\d+)$', order, name='order')]\n"
            "urlpatterns = [URLResolver(RoutePattern('a/'), more, {}, 'app', 'ns')]",
            ["ANY a/o/(\\d+)$ ns:order shop.views:order 3"],
            id="patterns made by their classes",
        ),
        pytest.param(
            "from django.conf import settings\nfrom django.conf.urls.static import static\n"
            "urlpatterns = [path('a', index)] + static(settings.MEDIA_URL, document_root='m')\n"
            "if settings.MORE:\n    urlpatterns = [path('more', order), *urlpatterns]",
            ["ANY a  shop.views:index 2", "ANY more  shop.views:order 3"],
            id="static files are none, a branch may be",
        ),
    ],
)
def test_recognizes(urls: str, expected: list[str]) -> None:
    program = program_of(site(urls))
    assert (routes_of(program), unresolved_of(program)) == (expected, [])


def test_tells_where_a_route_is_registered() -> None:
    program = program_of(
        site(
            "urlpatterns = [path('api/', include('shop.api', namespace='v1'))]\n",
            api="from django.urls import path\nfrom shop.views import order\napp_name = 'api'\n"
            "urlpatterns = [\n    path('o/<int:id>/', order, name='order'),\n]\n",
        )
    )
    assert program.entry_points == (
        EntryPoint(
            HttpRoute("ANY", "/api/o/{id}/", "api/o/<int:id>/"),
            "shop.views:order",
            Location("shop/views.py", 3),
            "django",
            "v1:order",
            (Location("shop/api.py", 5), Location("shop/urls.py", 5)),
            ("ANY",),
        ),
    )


def test_urlconfs_are_named_from_a_source_root_inside_a_package() -> None:
    files = {
        "studio/__init__.py": "",
        "studio/manage.py": "",
        "studio/core/__init__.py": "",
        "studio/core/settings.py": "ROOT_URLCONF = 'core.urls'",
        "studio/core/urls.py": "from django.urls import include, path\n"
        "urlpatterns = [path('api/', include('orders.urls'))]",
        "studio/orders/__init__.py": "",
        "studio/orders/urls.py": "from django.urls import path\nfrom orders import views\n"
        "urlpatterns = [path('o', views.order)]",
        "studio/orders/views.py": "def order(request): ...",
    }
    program = program_of(files)
    assert (routes_of(program), unresolved_of(program)) == (
        ["ANY api/o  studio.orders.views:order 1"],
        [],
    )


def test_starts_at_every_urlconf_that_a_request_may_start_at() -> None:
    program = program_of(
        site(
            "urlpatterns = [path('a', index)]\n",
            middleware="class Hosts:\n    def process_request(self, request):\n"
            "        request.urlconf = 'shop.api'\n",
            api="from django.urls import path\nfrom shop.views import order\n"
            "urlpatterns = [path('b', order)]\n",
            unused="from django.urls import path\nfrom shop.views import order\n"
            "urlpatterns = [path('c', order)]\n",
        )
    )
    assert (routes_of(program), unresolved_of(program)) == (
        ["ANY a  shop.views:index 2", "ANY b  shop.views:order 3"],
        [f"shop/unused.py:3 {ORPHAN}"],
    )


def test_without_settings_starts_at_what_nothing_includes() -> None:
    program = program_of(
        {
            **VIEWS,
            "shop/urls.py": f"{PRELUDE}urlpatterns = [path('a/', include('shop.more'))]\n",
            "shop/more.py": f"{PRELUDE}urlpatterns = [path('b', index)]\n",
        }
    )
    assert (routes_of(program), unresolved_of(program)) == (
        ["ANY a/b  shop.views:index 2"],
        [f"shop/urls.py:5 {LOOSE}"],
    )


PLUGIN = """
from django.urls import path
def index(request): ...
urlpatterns = [path('', index, name='index')]
"""
CONFIG = """
from django.apps import AppConfig
class {name}Config(AppConfig):
    name = 'shop.{name}'
"""


def test_includes_plugins_that_the_application_registry_lists() -> None:
    program = program_of(
        site(
            "from importlib import import_module\nfrom django.apps import apps\n"
            "urlpatterns = []\nfor app_config in apps.get_app_configs():\n"
            "    if not hasattr(app_config, 'is_plugin'):\n        continue\n"
            "    urls = import_module(app_config.name + '.urls')\n"
            "    if hasattr(urls, 'urlpatterns'):\n"
            "        urlpatterns.append(path(f'{app_config.label}/', include((urls, 'p'))))\n",
            paypal__apps=CONFIG.format(name="paypal") + "    is_plugin = True\n",
            paypal__urls=PLUGIN,
            core__apps=CONFIG.format(name="core"),
            core__urls=PLUGIN,
        )
    )
    assert (routes_of(program), unresolved_of(program)) == (
        ["ANY paypal/ p:index shop.paypal.urls:index 3"],
        [f"shop/core/urls.py:4 {ORPHAN}"],
    )


def test_asks_an_application_that_stands_elsewhere_for_its_urls() -> None:
    program = program_of(
        site(
            "from django.apps import apps\n"
            "urlpatterns = [path('', include(apps.get_app_config('pay').urls[0]))]",
            pay__config="from django.apps import AppConfig\nfrom django.urls import path\n"
            "class Pay(AppConfig):\n    name = 'shop.pay'\n    def ready(self):\n"
            "        from shop.views import index\n        self.view = index\n"
            "    @property\n    def urls(self):\n        return [path('p', self.view)], 'pay'\n",
        )
        | {"shop/settings.py": f"{ROOT}INSTALLED_APPS = ['shop.pay.config.Pay']\n"}
    )
    assert routes_of(program) == ["ANY p  shop.views:index 2"]


def test_finds_the_urls_of_many_applications_whose_classes_are_loaded_by_name() -> None:
    """As an application does whose parts may be replaced: each is asked for by name."""
    names = [f"V{number:03}" for number in range(120)]
    paths = ", ".join(f"path('{name}', get_class('views', '{name}').as_view())" for name in names)
    program = program_of(
        SETTINGS
        | {
            "shop/settings.py": f"{ROOT}INSTALLED_APPS = ['shop.apps.Pay']\n",
            "shop/base.py": "from django.apps import AppConfig\nclass Base(AppConfig):\n"
            "    label = 'pay'\n    name = 'shop.pay'\n"
            "    def decorated(self, patterns):\n        for pattern in patterns:\n"
            "            if hasattr(pattern, 'url_patterns'):\n"
            "                self.decorated(pattern.url_patterns)\n        return patterns\n",
            "shop/loading.py": "def get_class(label, name):\n"
            "    module = load(f'shop.{label}')\n"
            + "    # long\n"
            * 60
            + "    return getattr(module, name)\n"
            "def load(label):\n    return __import__(label, fromlist=[''])\n",
            "shop/views.py": "from django.views.generic import View\n"
            + "".join(f"class {name}(View):\n    def get(self, r): ...\n" for name in names),
            "shop/apps.py": "from django.urls import path\nfrom shop.base import Base\n"
            "class Pay(Base):\n    def urls(self):\n        from shop.loading import get_class\n"
            f"        return self.decorated([{paths}])\n",
            "shop/urls.py": "from django.apps import apps\n"
            "urlpatterns = apps.get_app_config('pay').urls()\n",
        }
    )
    found = [route.partition(" shop")[2] for route in routes_of(program)]
    assert (found, unresolved_of(program)) == (
        [f".views:{name}.get {3 + 2 * number}" for number, name in enumerate(names)],
        [],
    )


def test_includes_what_applications_register_when_they_are_ready() -> None:
    program = program_of(
        site(
            "from shop.registry import plugins\nurlpatterns = []\n"
            "for plugin in plugins:\n    urlpatterns += plugin.urls()\n",
            registry="plugins = []\n",
            paypal__apps=f"{CONFIG.format(name='paypal')}    def ready(self):\n"
            "        from shop.registry import plugins\n"
            "        from shop.paypal.plugin import Plugin\n        plugins.append(Plugin())\n",
            paypal__plugin="from django.urls import path\nclass Plugin:\n    def urls(self):\n"
            "        return [path('pay', self.pay)]\n    def pay(self, request): ...\n",
        )
    )
    assert routes_of(program) == ["ANY pay  shop.paypal.plugin:Plugin.pay 5"]


DEBUG_URLS = (
    "from django.conf import settings\nurlpatterns = [path('a', index)]\n"
    "if settings.DEBUG and settings.TOOLBAR:\n    urlpatterns += [path('debug', index)]\n"
    "if not settings.DEBUG:\n    urlpatterns += [path('b', index)]\n"
)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param("", ["a", "b"], id="not said"),
        pytest.param("import os\nDEBUG = 'DEBUG' in os.environ", ["a", "b"], id="computed"),
        pytest.param(
            "def flag(default):\n    return default\nDEBUG = flag(True)",
            ["a", "b"],
            id="a default",
        ),
        pytest.param("DEBUG = False", ["a", "b"], id="off"),
        pytest.param("DEBUG = True", ["a", "b", "debug"], id="on, so both ways"),
    ],
)
def test_leaves_out_what_is_for_development(settings: str, expected: list[str]) -> None:
    program = program_of(site(DEBUG_URLS) | {"shop/settings.py": f"{ROOT}{settings}\n"})
    assert [route.split()[1] for route in routes_of(program)] == expected


@pytest.mark.parametrize(
    ("settings", "arguments", "expected"),
    [
        pytest.param("LANGUAGE_CODE = 'de'", "", "de/a", id="the site's language"),
        pytest.param("USE_I18N = False", "", "a", id="untranslated"),
        pytest.param("", ", prefix_default_language=False", "a", id="without the default one"),
    ],
)
def test_starts_with_the_language(settings: str, arguments: str, expected: str) -> None:
    urls = (
        "from django.conf.urls.i18n import i18n_patterns\n"
        f"urlpatterns = i18n_patterns(path('a', index){arguments})\n"
    )
    program = program_of(site(urls) | {"shop/settings.py": f"{ROOT}{settings}\n"})
    assert routes_of(program) == [f"ANY {expected}  shop.views:index 2"]


def test_reads_settings_of_classes() -> None:
    program = program_of(
        site(
            "from django.conf import settings\n"
            "urlpatterns = [path(settings.PREFIX + 'a', index)]\n",
        )
        | {
            "shop/settings.py": "from configurations import Configuration\n"
            "class Base(Configuration):\n    ROOT_URLCONF = 'shop.urls'\n    PREFIX = 'p/'\n"
        }
    )
    assert (routes_of(program), unresolved_of(program)) == (["ANY p/a  shop.views:index 2"], [])


def test_reads_settings_in_routes() -> None:
    program = program_of(
        site(
            "from django.conf import settings\n"
            "urlpatterns = [path(settings.PREFIX + 'a', index), path(settings.OTHER, index)]\n",
        )
        | {"shop/settings.py": "ROOT_URLCONF = 'shop.urls'\nPREFIX = 'p/'\n"}
    )
    assert (routes_of(program), unresolved_of(program)) == (
        ["ANY p/a  shop.views:index 2"],
        ["shop/urls.py:6 Django URL with a computed path"],
    )


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        pytest.param(
            "import os\nurlpatterns = [path(os.environ['P'], index)]",
            ["shop/urls.py:6 Django URL with a computed path"],
            id="a path from the environment",
        ),
        pytest.param(
            "from allauth import account\n"
            "urlpatterns = [path('a', include('oauth.urls')), path('b', include(account.urls))]",
            [f"shop/urls.py:6 {FOREIGN}"],
            id="URLs of a package",
        ),
        pytest.param(
            "from django.contrib import admin\nurlpatterns = [path('admin/', admin.site.urls)]",
            [f"shop/urls.py:6 {FOREIGN}"],
            id="the admin site, which is Django's own",
        ),
        pytest.param(
            "class Shop:\n    def get_urls(self):\n"
            "        return [path('a', index), path('b', index)]",
            [f"shop/urls.py:7 {UNREACHED}"],
            id="patterns that nothing takes",
        ),
        pytest.param(
            "urlpatterns = [path('a', views.missing)]",
            ["shop/urls.py:5 Django route whose view is not known"],
            id="a view that is not there",
        ),
        pytest.param(
            "from plugins import load\nurlpatterns = [path('a', include(load()))]",
            [f"shop/urls.py:6 {UNKNOWN}"],
            id="patterns that something else makes",
        ),
    ],
)
def test_says_what_it_cannot_read(urls: str, expected: list[str]) -> None:
    program = program_of(site(urls))
    assert (routes_of(program), unresolved_of(program)) == ([], expected)


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        pytest.param(
            "def below(patterns):\n    found = []\n    for url in patterns:\n"
            "        if isinstance(url, URLResolver):\n            continue\n"
            "        regex = url.pattern.regex.pattern.rstrip('$') + '/more$'\n"
            "        found.append(re_path(regex, url.callback, url.default_args, url.name))\n"
            "    return found\n"
            "first = [re_path('^o$', order, name='one'), path('x/', include([]))]\n"
            "urlpatterns = below(first)",
            ["ANY ^o/more$ one shop.views:order 3"],
            id="patterns made of others",
        ),
        pytest.param(
            "first = [path('o', order)]\n"
            "urlpatterns = [path(f'v1/{url.pattern}', url.callback) for url in first]\n"
            "urlpatterns += [path('v2/' + str(url.pattern), url.callback) for url in first]",
            ["ANY v1/o  shop.views:order 3", "ANY v2/o  shop.views:order 3"],
            id="the text of a pattern",
        ),
        pytest.param(
            "class Page(View):\n    def get(self, request): ...\n    def pay(self, request): ...\n"
            "    pay.rule = 'pay/'\n    def ship(self, request): ...\n"
            "urlpatterns = []\nfor name in dir(Page):\n"
            "    rule = getattr(getattr(Page, name), 'rule', None)\n    if rule:\n"
            "        urlpatterns.append(path(rule, Page.as_view()))",
            ["GET pay/  shop.urls:Page.get 9"],
            id="marks on the methods of a class",
        ),
        pytest.param(
            "def views(prefix, **given):\n    found = []\n"
            "    first = given.pop('first', None)\n    if first:\n"
            "        found.append(path(f'{prefix[0]}/', first))\n"
            "    for name, view in given.items():\n"
            "        found.append(path(f'{prefix[0]}/{name}', view))\n    return found\n"
            "urlpatterns = views('orders', first=index, show=order)",
            ["ANY o/  shop.views:index 2", "ANY o/show  shop.views:order 3"],
            id="a view that is taken out of the others",
        ),
        pytest.param(
            "class Base(View):\n    @classmethod\n    def as_view(cls, actions):\n"
            "        def view(request):\n            return cls().dispatch(request)\n"
            "        update_wrapper(view, cls.dispatch, assigned=())\n        view.cls = cls\n"
            "        return view\n    def dispatch(self, request): ...\n"
            "class Orders(Base):\n    def list(self, request): ...\n"
            "actions = {'get': 'list', 'delete': 'destroy'}\n"
            "for name in actions.values():\n    if hasattr(Orders, name):\n"
            "        route = name\nurlpatterns = [path(route, Orders.as_view(actions))]",
            ["ANY list  shop.urls:Orders 17"],
            id="class views by a method of the project, and what a class has",
        ),
    ],
)
def test_what_the_project_looks_into(urls: str, expected: list[str]) -> None:
    prelude = (
        "from functools import update_wrapper\nfrom django.urls import URLResolver\n"
        "from django.views import View\n"
    )
    assert routes_of(program_of(site(prelude + urls))) == expected
