import pytest

from migrator.model.program import Program, Table
from tests.analysis.programs import program_of

MODELS = """\
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
"""


def spell(table: Table) -> str:
    references = ",".join(f"{name}@{line}" for name, line in table.references)
    model = table.model.rpartition(":")[2]
    return f"{table.name} {model} {table.location.line} {references}".strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "class Order(models.Model):\n    total = models.IntegerField()",
            ["shop_order Order 4"],
            id="named after application and class",
        ),
        pytest.param(
            "class Order(models.Model):\n    class Meta:\n        db_table = 'orders'",
            ["orders Order 4"],
            id="db_table",
        ),
        pytest.param(
            "class Order(models.Model):\n    class Meta:\n        app_label = 'sales'",
            ["sales_order Order 4"],
            id="app_label",
        ),
        pytest.param(
            "class Stamped(models.Model):\n    by = models.ForeignKey(User, models.CASCADE)\n"
            "    class Meta:\n        abstract = True\nclass Order(Stamped): ...",
            ["shop_order Order 8 auth_user@5"],
            id="abstract models give no table, and their keys to others",
        ),
        pytest.param(
            "class Order(models.Model): ...\nclass Open(Order):\n    class Meta:\n"
            "        proxy = True",
            ["shop_order Order 4"],
            id="a proxy shares its table",
        ),
        pytest.param(
            "class Order(models.Model): ...\nclass Gift(Order): ...",
            ["shop_gift Gift 5 shop_order@5", "shop_order Order 4"],
            id="multi-table inheritance",
        ),
        pytest.param(
            "class Order(models.Model):\n"
            "    up = models.ForeignKey('self', models.CASCADE)\n"
            "    first = models.OneToOneField('Item', models.CASCADE)\n"
            "    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)\n"
            "    kind = models.ForeignKey('contenttypes.ContentType', models.CASCADE)\n"
            "class Item(models.Model):\n"
            "    order = models.ForeignKey('shop.Order', models.CASCADE)",
            [
                "shop_item Item 9 shop_order@10",
                "shop_order Order 4 auth_user@7,django_content_type@8,shop_item@6,shop_order@5",
            ],
            id="targets by class, text and setting",
        ),
        pytest.param(
            "class Tag(models.Model): ...\nclass Order(models.Model):\n"
            "    tags = models.ManyToManyField(Tag)\n"
            "    others = models.ManyToManyField(Tag, db_table='order_others')\n"
            "    more = models.ManyToManyField(Tag, through='Label')\n"
            "class Label(models.Model):\n    tag = models.ForeignKey(Tag, models.CASCADE)\n"
            "    order = models.ForeignKey(Order, models.CASCADE)",
            [
                "order_others Order 7 shop_order@7,shop_tag@7",
                "shop_label Label 9 shop_order@11,shop_tag@10",
                "shop_order Order 5 shop_tag@6,shop_tag@7,shop_tag@8",
                "shop_order_tags Order 6 shop_order@6,shop_tag@6",
                "shop_tag Tag 4",
            ],
            id="tables between",
        ),
        pytest.param(
            "class Orders(models.QuerySet): ...\nclass OrderManager(models.Manager): ...\n"
            "class State(models.TextChoices): ...\nclass Name(models.CharField): ...",
            [],
            id="what is no model",
        ),
    ],
)
def test_finds_tables(source: str, expected: list[str]) -> None:
    program = program_of({"shop/__init__.py": "", "shop/models.py": MODELS + source})
    assert [spell(table) for table in program.tables] == expected


def test_an_application_may_have_a_label_of_its_own() -> None:
    program = program_of(
        {
            "shop/__init__.py": "",
            "shop/apps.py": "from django.apps import AppConfig\nclass ShopConfig(AppConfig):\n"
            "    name = 'shop'\n    label = 'store'\n",
            "shop/models/__init__.py": "",
            "shop/models/orders.py": MODELS + "class Order(models.Model): ...",
        }
    )
    assert [table.name for table in program.tables] == ["store_order"]


def test_the_project_says_what_users_are() -> None:
    program = program_of(
        {
            "shop/__init__.py": "",
            "shop/settings.py": "INSTALLED_APPS = ['shop']\nAUTH_USER_MODEL = 'shop.Person'\n",
            "shop/models.py": MODELS + "from django.contrib.auth.models import AbstractUser\n"
            "class Person(AbstractUser): ...\nclass Order(models.Model):\n"
            "    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)",
        }
    )
    assert [spell(table) for table in program.tables] == [
        "shop_order Order 6 shop_person@7",
        "shop_person Person 5 auth_group@5,auth_permission@5",
        "shop_person_groups Person 5 auth_group@5,shop_person@5",
        "shop_person_user_permissions Person 5 auth_permission@5,shop_person@5",
    ]


SHOP = (
    MODELS
    + """\
class Person(models.Model):
    name = models.TextField()
class Tag(models.Model): ...
class OrderQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state="open")
class Order(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="orders")
    tags = models.ManyToManyField(Tag)
    objects = OrderQuerySet.as_manager()
class Item(models.Model):
    order = models.ForeignKey("Order", on_delete=models.CASCADE)
    maker = models.ForeignKey("Person", on_delete=models.SET_NULL, null=True)
class Receipt(models.Model):
    order = models.OneToOneField(Order, models.PROTECT)
"""
)
HEAD = """\
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Count, F, Prefetch, Q
from django.shortcuts import get_object_or_404
from shop.models import Item, Order, Person, Receipt, Tag
"""


def accesses_of(program: Program, function: str = "f") -> set[str]:
    return {
        f"{access.mode} {access.table} {access.via}".strip()
        for access in program.accesses
        if access.function.rpartition(":")[2] == function
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("return Order.objects.all()", {"read shop_order"}, id="all"),
        pytest.param("Order.objects.filter(id=1).count()", {"read shop_order"}, id="chain"),
        pytest.param("Order._default_manager.get(id=1)", {"read shop_order"}, id="manager"),
        pytest.param("get_object_or_404(Order, id=1)", {"read shop_order"}, id="shortcut"),
        pytest.param("get_object_or_404(Order.objects, id=1)", {"read shop_order"}, id="of these"),
        pytest.param("Order.objects.create(person_id=1)", {"write shop_order"}, id="create"),
        pytest.param(
            "Order.objects.get_or_create(id=1)",
            {"read shop_order", "write shop_order"},
            id="get or create",
        ),
        pytest.param("Order(id=1).save()", {"write shop_order"}, id="save a new object"),
        pytest.param("Order(id=1)", set(), id="an object alone is no row"),
        pytest.param(
            "order = Order.objects.get(id=1)\n    order.save()",
            {"read shop_order", "write shop_order"},
            id="save a row",
        ),
        pytest.param(
            "for order in Order.objects.all():\n        order.save()",
            {"read shop_order", "write shop_order"},
            id="save in a loop",
        ),
        pytest.param(
            "Order.objects.filter(id=1).update(state='x')", {"write shop_order"}, id="update"
        ),
        pytest.param(
            "Tag.objects.filter(id=1).delete()",
            {"read shop_tag", "write shop_tag", "write shop_order_tags relation"},
            id="rows between go with what they lead to",
        ),
        pytest.param(
            "Person.objects.first().delete()",
            {
                "read shop_person",
                "write shop_person",
                "read shop_order relation",
                "write shop_order relation",
                "write shop_order_tags relation",
                "write shop_item relation",
            },
            id="cascade",
        ),
        pytest.param(
            "Item.objects.filter(id=1).delete()",
            {"write shop_item"},
            id="rows at which nothing points are deleted unread",
        ),
        pytest.param(
            "found = Item.objects.filter(id=1)\n    found.count()\n    found.delete()",
            {"read shop_item", "write shop_item"},
            id="but for what asks first",
        ),
        pytest.param(
            "Order.objects.get(id=1).tags.set([])",
            {
                "read shop_order",
                "read shop_order_tags join",
                "read shop_tag",
                "write shop_order_tags",
            },
            id="set looks at what is there",
        ),
        pytest.param("Order.objects.bulk_create([])", {"write shop_order"}, id="bulk_create"),
        pytest.param(
            "Order.objects.filter(person=1)", {"read shop_order"}, id="a key is in the row"
        ),
        pytest.param(
            "Order.objects.filter(person__id__in=[1])", {"read shop_order"}, id="so is its id"
        ),
        pytest.param(
            "Order.objects.filter(person__name='x')",
            {"read shop_order", "read shop_person join"},
            id="lookup",
        ),
        pytest.param(
            "Item.objects.filter(order__person__name='x')",
            {"read shop_item", "read shop_order join", "read shop_person join"},
            id="lookup over two",
        ),
        pytest.param(
            "Person.objects.filter(orders__item__id=1)",
            {"read shop_person", "read shop_order join", "read shop_item join"},
            id="lookup backwards",
        ),
        pytest.param(
            "Order.objects.filter(tags=1)",
            {"read shop_order", "read shop_order_tags join"},
            id="lookup in a table between",
        ),
        pytest.param(
            "Order.objects.order_by('-person__name')",
            {"read shop_order", "read shop_person join"},
            id="order",
        ),
        pytest.param(
            "Order.objects.select_related('person')",
            {"read shop_order", "read shop_person join"},
            id="select_related",
        ),
        pytest.param(
            "Person.objects.prefetch_related('orders__tags')",
            {
                "read shop_person",
                "read shop_order join",
                "read shop_order_tags join",
                "read shop_tag join",
            },
            id="prefetch_related",
        ),
        pytest.param(
            "Person.objects.prefetch_related(Prefetch('orders'))",
            {"read shop_person", "read shop_order join"},
            id="Prefetch",
        ),
        pytest.param(
            "Person.objects.annotate(n=Count('orders'))",
            {"read shop_person", "read shop_order join"},
            id="aggregate",
        ),
        pytest.param(
            "Order.objects.filter(Q(person__name='x') | Q(id=F('item__id')))",
            {"read shop_order", "read shop_person join", "read shop_item join"},
            id="Q and F",
        ),
        pytest.param(
            "Person.objects.get(id=1).orders.all()",
            {"read shop_person", "read shop_order"},
            id="related name",
        ),
        pytest.param(
            "order = get_object_or_404(Order, id=1)\n    order.item_set.create()",
            {"read shop_order", "write shop_item"},
            id="related manager",
        ),
        pytest.param(
            "order = Order.objects.get(id=1)\n    order.tags.add(1)",
            {"read shop_order", "write shop_order_tags"},
            id="many to many",
        ),
        pytest.param(
            "tag = Tag.objects.get(id=1)\n    return tag.order_set.all()",
            {"read shop_tag", "read shop_order", "read shop_order_tags join"},
            id="many to many backwards",
        ),
        pytest.param(
            "item = Item.objects.get(id=1)\n    return item.order.person.name",
            {"read shop_item", "read shop_order relation", "read shop_person relation"},
            id="attributes",
        ),
        pytest.param(
            "return Order.objects.get(id=1).receipt",
            {"read shop_order", "read shop_receipt relation"},
            id="one to one backwards",
        ),
        pytest.param(
            "return Item.objects.get(id=1).order_id", {"read shop_item"}, id="the key alone"
        ),
        pytest.param("User.objects.get(id=1)", {"read auth_user"}, id="a model of Django's own"),
        pytest.param(
            "get_user_model().objects.create(id=1)", {"write auth_user"}, id="get_user_model"
        ),
        pytest.param(
            "Order.tags.through.objects.bulk_create([])",
            {"write shop_order_tags"},
            id="through",
        ),
        pytest.param("return Order", set(), id="naming a model is no access"),
        pytest.param("return {}.get('x')", set(), id="a dictionary is none"),
    ],
)
def test_finds_accesses(body: str, expected: set[str]) -> None:
    files = {"shop/__init__.py": "", "shop/models.py": SHOP}
    program = program_of(files | {"shop/use.py": f"{HEAD}def f():\n    {body}\n"})
    assert accesses_of(program) == expected


def test_methods_of_querysets_are_about_their_models() -> None:
    files = {"shop/__init__.py": "", "shop/models.py": SHOP}
    program = program_of(files | {"shop/use.py": f"{HEAD}def f():\n    Order.objects.open()\n"})
    assert accesses_of(program, "OrderQuerySet.open") == {"read shop_order"}


MIXED = """\
from django.db import models
class Kept:
    def save(self):
        super().save()
class Logged:
    def save(self):
        super().save()
class Base(Kept, Logged, models.Model):
    class Meta:
        abstract = True
class Order(Base): ...
class Item(Base): ...
def order():
    Order().save()
def item():
    Item().save()
"""


def test_mixins_save_for_those_who_call_them() -> None:
    program = program_of({"shop/__init__.py": "", "shop/models.py": MIXED})
    assert accesses_of(program, "order") == {"write shop_order"}
    assert accesses_of(program, "item") == {"write shop_item"}
    assert accesses_of(program, "Logged.save") == set()


def test_models_that_inherit_one_manager_have_each_their_own() -> None:
    source = """\
        from django.db import models
        class Open(models.Manager):
            def first_open(self):
                return self.filter(state="open").first()
        class Base(models.Model):
            objects = Open()
            class Meta:
                abstract = True
        class Order(Base): ...
        class Item(Base): ...
        def order():
            return Order.objects.all()
        def item():
            Item.objects.first_open()
        def both():
            Order.objects.first_open()
        """
    program = program_of({"shop/__init__.py": "", "shop/models.py": source})
    assert accesses_of(program, "order") == {"read shop_order"}
    assert accesses_of(program, "item") == {"read shop_item"}
    assert accesses_of(program, "both") == {"read shop_order"}


def test_what_is_put_on_requests_is_there_for_views() -> None:
    files = {"shop/__init__.py": "", "shop/models.py": SHOP}
    view = "def f(request):\n    return request.order.item_set.all()\n"
    middleware = f"{HEAD}def find(request):\n    request.order = Order.objects.get(id=1)\n"
    program = program_of(files | {"shop/use.py": view, "shop/ware.py": middleware})
    assert accesses_of(program) == {"read shop_item"}


def test_asynchronous_twins() -> None:
    files = {"shop/__init__.py": "", "shop/models.py": SHOP}
    source = (
        "async def f():\n    order = await Order.objects.aget(id=1)\n    await order.asave()\n"
    )
    program = program_of(files | {"shop/use.py": HEAD + source})
    assert accesses_of(program) == {"read shop_order", "write shop_order"}
