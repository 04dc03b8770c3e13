from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path, register_converter

from depot.converters import Sku
from depot.pages import views as pages

register_converter(Sku, "sku")

urlpatterns = [
    path("admin/", admin.site.urls),
    path("orders/", include("depot.orders.urls")),
    path("stock/", include("depot.stock.urls")),
    path("warehouse/", include("depot.stock.urls", namespace="warehouse")),
    path("", pages.home, name="home"),
    re_path(r"^page-(?P<slug>\w+)/$", pages.Page.as_view(kind="plain"), name="page"),
]
urlpatterns += i18n_patterns(path("reports/", include("depot.reports.urls")))

handler404 = "depot.pages.errors.not_found"
