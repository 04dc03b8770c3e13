import pytest

from migrator.model.program import HttpRoute
from migrator.model.reach import find_reaches
from tests.analysis.programs import program_of

MODELS = """\
from django.db import models
class Person(models.Model): ...
class Order(models.Model):
    person = models.ForeignKey(Person, models.CASCADE)
class Item(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="items")
class Tag(models.Model):
    orders = models.ManyToManyField(Order)
"""
HEAD = """\
from django import forms
from django.urls import path
from django.views.generic import CreateView, DeleteView, FormView, ListView, UpdateView
from rest_framework import generics, routers, serializers, viewsets
from rest_framework.decorators import action
from shop.models import Item, Order, Tag
"""


def reached(source: str) -> list[str]:
    """Spell what each route reads and writes: ``GET / order | item``."""
    program = program_of(
        {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/urls.py": source}
    )
    spelled = []
    for point, reach in zip(program.entry_points, find_reaches(program), strict=True):
        assert isinstance(point.trigger, HttpRoute)
        read = ",".join(name.removeprefix("shop_") for name in reach.tables_read)
        written = ",".join(name.removeprefix("shop_") for name in reach.tables_written)
        spelled.append(f"{point.trigger.method} {read} | {written}")
    return spelled


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class V(ListView):\n    model = Order", ["GET order | "], id="list"),
        pytest.param(
            "class V(ListView):\n    queryset = Order.objects.select_related('person')",
            ["GET order,person | "],
            id="query of the class",
        ),
        pytest.param(
            "class V(ListView):\n    def get_queryset(self):\n        return Order.objects.all()",
            ["GET order | "],
            id="query of a method",
        ),
        pytest.param(
            "class V(CreateView):\n    model = Item\n    fields = ['order']",
            ["GET  | ", "POST  | item", "PUT  | item"],
            id="create",
        ),
        pytest.param(
            "class F(forms.ModelForm):\n    class Meta:\n        model = Item\n"
            "class V(UpdateView):\n    form_class = F",
            ["GET item | ", "POST item | item", "PUT item | item"],
            id="model of a form",
        ),
        pytest.param(
            "class V(DeleteView):\n    model = Order",
            [
                "DELETE order | item,order,tag_orders",
                "GET order | ",
                "POST order | item,order,tag_orders",
            ],
            id="delete, with what goes along",
        ),
        pytest.param(
            "class V(FormView):\n    def form_valid(self, form):\n"
            "        return super().form_valid(form)",
            ["GET  | ", "POST  | ", "PUT  | "],
            id="a form without a model",
        ),
        pytest.param(
            "class V(generics.RetrieveUpdateAPIView):\n    queryset = Order.objects.all()",
            ["GET order | ", "PATCH order | order", "PUT order | order"],
            id="generic view of REST framework",
        ),
        pytest.param(
            "class I(serializers.ModelSerializer):\n    class Meta:\n        model = Item\n"
            "        fields = ['id']\nclass S(serializers.ModelSerializer):\n"
            "    items = I(many=True)\n    class Meta:\n        model = Order\n"
            "        fields = ['id', 'items']\nclass V(generics.ListAPIView):\n"
            "    queryset = Order.objects.all()\n    serializer_class = S",
            ["GET item,order | "],
            id="serializers in serializers",
        ),
    ],
)
def test_what_views_do_by_themselves(source: str, expected: list[str]) -> None:
    end = "\nurlpatterns = [path('', V.as_view())]\n"
    assert reached(HEAD + source + end) == expected


def test_methods_of_a_view_set_run_for_their_own_routes() -> None:
    source = """\
class V(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    def perform_create(self, serializer):
        Item.objects.create()
    @action(detail=True)
    def tag(self, request, pk):
        Tag.objects.create()
router = routers.SimpleRouter()
router.register('orders', V)
urlpatterns = router.urls
"""
    assert reached(HEAD + source) == [
        "DELETE order | item,order,tag_orders",
        "GET order | ",
        "GET order | ",
        "GET  | tag",
        "PATCH order | order",
        "POST  | item,order",
        "PUT order | order",
    ]


def test_what_methods_ask_their_base_for() -> None:
    source = """\
class V(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    http_method_names = ['post', 'delete']
    def create(self, request):
        return super().create(request)
    def destroy(self, request, pk):
        self.get_object()
router = routers.SimpleRouter()
router.register('orders', V)
urlpatterns = router.urls
"""
    assert reached(HEAD + source) == ["DELETE order | ", "POST  | order"]
