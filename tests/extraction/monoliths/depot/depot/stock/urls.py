from django.urls import path

from . import views
from .views import ItemView as View

app_name = "stock"
urlpatterns = [
    path("", views.index, name="list"),
    path("<sku:sku>/", View.as_view(template_name="stock/item.html"), {"extra": 1}, name="item"),
]
