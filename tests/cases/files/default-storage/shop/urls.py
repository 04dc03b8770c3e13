from django.http import HttpResponse
from django.urls import path

from shop.models import Product


def show(request, key):
    return HttpResponse(Product.objects.get(pk=key).name())


urlpatterns = [path("products/<int:key>", show)]
