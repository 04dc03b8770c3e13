"""Django's admin site: the URLs that the project's own classes add."""

import pytest

from tests.analysis.programs import program_of, routes_of, unresolved_of

MODELS = "from django.db import models\nclass Order(models.Model): ...\n"
ADMIN = """\
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import path
from shop.models import Order
class OrderAdmin(admin.ModelAdmin):
    def get_urls(self):
        info = self.model._meta.app_label, self.model._meta.model_name
        view = self.admin_site.admin_view(self.sync)
        return [path('sync/', view, name='%s_%s_sync' % info), *super().get_urls()]
    def sync(self, request): ...
class Site(admin.AdminSite):
    def get_urls(self):
        return super().get_urls() + [path('stats/', self.admin_view(self.stats))]
    def stats(self, request): ...
class Plain(admin.AdminSite): ...
"""
URLS = "from django.contrib import admin\nfrom django.urls import path\nfrom shop.admin import *\n"
FOREIGN = "Django URLs that the project includes but does not define: their routes are left out"


def serve(source: str, urls: str) -> dict[str, str]:
    return {
        "shop/__init__.py": "",
        "shop/settings.py": "ROOT_URLCONF = 'shop.urls'\n",
        "shop/models.py": MODELS,
        "shop/admin.py": ADMIN + source,
        "shop/urls.py": f"{URLS}urlpatterns = [path('admin/', {urls})]\n",
    }


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "admin.site.register(Order, OrderAdmin)",
            ["ANY admin/shop/order/sync/ shop_order_sync shop.admin:OrderAdmin.sync 10"],
            id="registered",
        ),
        pytest.param(
            "@admin.register(Order)\nclass Own(OrderAdmin): ...",
            ["ANY admin/shop/order/sync/ shop_order_sync shop.admin:OrderAdmin.sync 10"],
            id="decorator",
        ),
        pytest.param(
            "class Own(OrderAdmin):\n    def get_urls(self):\n"
            "        return [path('sync/', self.sync)]\nadmin.site.register([User], Own)",
            ["ANY admin/auth/user/sync/  shop.admin:OrderAdmin.sync 10"],
            id="a model of Django",
        ),
        pytest.param("admin.site.register(Order)", [], id="without a class"),
        pytest.param(
            "admin.site.register(Order, OrderAdmin, site=1)\nSite().register(Order, OrderAdmin)",
            ["ANY admin/shop/order/sync/ shop_order_sync shop.admin:OrderAdmin.sync 10"],
            id="on this site and on another",
        ),
    ],
)
def test_the_site_of_django(source: str, expected: list[str]) -> None:
    program = program_of(serve(source, "admin.site.urls"))
    assert routes_of(program) == expected
    assert f"shop/urls.py:4 {FOREIGN}" in unresolved_of(program)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "site = Site(name='own')\nsite.register(Order, OrderAdmin)",
            [
                "ANY admin/shop/order/sync/ shop_order_sync shop.admin:OrderAdmin.sync 10",
                "ANY admin/stats/  shop.admin:Site.stats 14",
            ],
            id="with URLs of its own",
        ),
        pytest.param(
            "site = Plain()\n@admin.register(Order, site=site)\nclass Own(OrderAdmin): ...",
            ["ANY admin/shop/order/sync/ shop_order_sync shop.admin:OrderAdmin.sync 10"],
            id="without",
        ),
        pytest.param(
            "site = Site()\nadmin.site.register(Order, OrderAdmin)",
            ["ANY admin/stats/  shop.admin:Site.stats 14"],
            id="what is registered elsewhere is not there",
        ),
    ],
)
def test_a_site_of_the_project(source: str, expected: list[str]) -> None:
    assert routes_of(program_of(serve(source, "site.urls"))) == expected


def test_a_model_that_is_not_known() -> None:
    source = "from django.apps import apps\nadmin.site.register(apps.get_model('a.B'), OrderAdmin)"
    program = program_of(serve(source, "admin.site.urls"))
    assert routes_of(program) == []
    assert "shop/admin.py:17 Django URL with a computed path" in unresolved_of(program)
