from tests.analysis.programs import program_of

FILES = {
    "shop/__init__.py": "",
    "shop/settings.py": "INSTALLED_APPS = ['shop']\nAUTH_USER_MODEL = 'shop.Person'\n",
    "shop/models.py": """\
from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.db import models
class Person(AbstractUser): ...
class Order(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
class Item(models.Model):
    order = models.ForeignKey("Order", models.CASCADE, related_name="items")
    group = models.ForeignKey(Group, models.CASCADE)
""",
    "shop/use.py": """\
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from shop.models import Order
def items(order: Order):
    return order.items.all()
def find():
    return apps.get_model("shop", "Item")
def find_dotted():
    return apps.get_model("shop.Item")
def kind():
    return ContentType.objects.get(app_label="shop", model="order")
""",
}


def test_finds_edges() -> None:
    edges = program_of(FILES).hidden_edges
    assert [
        f"{edge.kind} {edge.source} -> {edge.target} {edge.location.line}" for edge in edges
    ] == [
        "foreign-key shop.models:Item -> django.contrib.auth.models.Group 9",
        "foreign-key shop.models:Item -> shop.models:Order 8",
        "foreign-key shop.models:Order -> shop.models:Person 6",
        "foreign-key shop.models:Person -> django.contrib.auth.models.Group 4",
        "foreign-key shop.models:Person -> django.contrib.auth.models.Permission 4",
        "model-name shop.settings: -> shop.models:Person 2",
        "model-name shop.use:find -> shop.models:Item 7",
        "model-name shop.use:find_dotted -> shop.models:Item 9",
        "model-name shop.use:kind -> shop.models:Order 11",
        "relation shop.use:items -> shop.models:Item 5",
    ]
