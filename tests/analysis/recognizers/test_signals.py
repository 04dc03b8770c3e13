"""Who sends a signal reaches what receives it."""

import pytest

from migrator.model.reach import find_reaches
from tests.analysis.programs import edges_of, program_of_one, unresolved_of

DJANGO = """
from django.contrib.auth import authenticate, get_user_model, login
from django.contrib.auth.signals import user_logged_in
from django.core.signals import request_finished
from django.db import models
from django.db.models import signals
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import Signal, receiver
from django.forms import ModelForm
INSTALLED_APPS = []
AUTH_USER_MODEL = "shop.Person"
class Base(models.Model):
    class Meta:
        abstract = True
    def keep(self):
        self.save()
class Order(Base): ...
class Person(models.Model): ...
class OrderForm(ModelForm):
    class Meta:
        model = Order
paid = Signal()
def heard(sender, **more): ...
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@receiver(post_save, sender=Order)\ndef r(**m): ...\n"
            "def f():\n    Order(x=1).save()\n    Person(x=1).save()\ndef g():\n"
            "    Person.objects.create()",
            ["signal Base.keep -> r 24", "signal f -> r 24"],
            id="receiver of one model",
        ),
        pytest.param(
            "@receiver([pre_save, post_delete])\ndef r(**m): ...\n"
            "def f(): Order.objects.get(pk=1).delete()\ndef g(): Person.objects.create()\n"
            "def h(): Order.objects.filter(x=1).update(x=2)\n"
            "def i(): Order.objects.bulk_create([])",
            ["signal Base.keep -> r 24", "signal f -> r 24", "signal g -> r 24"],
            id="list of signals; bulk operations send none",
        ),
        pytest.param(
            "signals.post_save.connect(heard, sender='shop.Order')\n"
            "def f(): Order.objects.get_or_create(x=1)\ndef g(): Person().save()",
            ["signal Base.keep -> heard 24", "signal f -> heard 24"],
            id="connect with a label",
        ),
        pytest.param(
            "post_save.connect(receiver=heard, sender=get_user_model())\n"
            "def f(): Order().save()\ndef g(): Person().save()",
            ["signal g -> heard 24"],
            id="model of the users",
        ),
        pytest.param(
            "post_save.connect(heard, sender=Order)\ndef f(request):\n"
            "    form = OrderForm(request.POST)\n    form.save()",
            ["signal Base.keep -> heard 24", "signal f -> heard 24"],
            id="form of a model",
        ),
        pytest.param(
            "m2m_changed.connect(heard)\ndef f(): Order.objects.get(pk=1).tags.add(1)",
            ["signal f -> heard 24"],
            id="relation changes",
        ),
        pytest.param(
            "other = Signal()\n@receiver(paid)\ndef r(**m): ...\nother.connect(heard)\n"
            "def f(): paid.send(sender=Order)\ndef g(): paid.send_robust(None)",
            ["signal f -> r 25", "signal g -> r 25"],
            id="own signal",
        ),
        pytest.param(
            "paid.connect(heard, sender=Person)\ndef f(): paid.send(sender=Order)",
            [],
            id="own signal of another sender",
        ),
        pytest.param(
            "user_logged_in.connect(heard)\ndef f(request, user): login(request, user)",
            ["signal f -> heard 24"],
            id="signal that a function of Django sends",
        ),
        pytest.param("import sqlite3\nsqlite3.connect('x')", [], id="another connect"),
    ],
)
def test_django(source: str, expected: list[str]) -> None:
    program = program_of_one(DJANGO + source)
    assert edges_of(program, "signal") == expected


def test_a_sender_that_is_not_known_is_said() -> None:
    program = program_of_one(
        f"{DJANGO}import x\npost_save.connect(heard, sender=x.load().models())"
    )
    assert edges_of(program, "signal") == []
    program = program_of_one(
        f"{DJANGO}def f(models):\n    for m in models: post_save.connect(heard, sender=m[0])"
    )
    assert unresolved_of(program) == [
        "shop.py:25 signal receiver whose sender is not known: what sends to it is not followed"
    ]


def test_signals_around_every_request_are_hooks() -> None:
    assert program_of_one(f"{DJANGO}request_finished.connect(heard)").hooks == ("shop:heard",)


FLASK = """
from blinker import Namespace, signal
from celery import Celery
from celery.signals import before_task_publish, task_prerun, worker_init
from flask import Flask, got_request_exception
from flask_login import login_user, user_logged_in
app = Flask("shop")
queue = Celery("shop")
paid = Namespace().signal("paid")
def heard(sender, **more): ...
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@paid.connect\ndef a(s): ...\n@paid.connect_via(app)\ndef b(s): ...\n"
            "def f(): paid.send(app)",
            ["signal f -> a 11", "signal f -> b 13"],
            id="blinker",
        ),
        pytest.param(
            "signal('sold').connect(heard)\ndef f(): signal('sold').send()\n"
            "def g(): signal('bought').send()",
            ["signal f -> heard 11"],
            id="blinker by name",
        ),
        pytest.param(
            "user_logged_in.connect(heard)\ndef f(u): login_user(u)",
            ["signal f -> heard 11"],
            id="signal of an extension",
        ),
        pytest.param(
            "@queue.task\ndef t(): ...\n@before_task_publish.connect\ndef b(**m): ...\n"
            "def f(): t.delay()",
            ["signal f -> b 13"],
            id="who puts a task on the queue",
        ),
    ],
)
def test_blinker_and_celery(source: str, expected: list[str]) -> None:
    assert edges_of(program_of_one(FLASK + source), "signal") == expected


def test_signals_of_the_worker_are_hooks_of_tasks() -> None:
    program = program_of_one(
        f"{FLASK}@queue.task\ndef t(): ...\n@task_prerun.connect(weak=False)\ndef b(**m): ...\n"
        "@worker_init.connect\ndef w(**m): ...\ngot_request_exception.connect(heard)"
    )
    (point,) = program.entry_points
    assert (point.hooks, program.hooks) == (("shop:b",), ("shop:heard",))
    (reach,) = find_reaches(program)
    assert reach.functions == ("shop:b", "shop:t")
