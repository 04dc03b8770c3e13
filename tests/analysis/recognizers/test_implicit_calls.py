"""Methods that frameworks call because of a call."""

import pytest

from tests.analysis.programs import edges_of, program_of_one

PRELUDE = """
from threading import Thread
from django import forms
from django.contrib.auth import authenticate
from django.db import models
from rest_framework import serializers
from marshmallow import Schema
INSTALLED_APPS = []
AUTHENTICATION_BACKENDS = ["shop.Backend"]
class Backend:
    def authenticate(self, request): ...
    def get_user(self, pk): ...
class Order(models.Model):
    def save(self, *args): super().save(*args)
    def total(self): ...
class Form(forms.ModelForm):
    class Meta:
        model = Order
    def clean_total(self): ...
class Line(serializers.Serializer):
    def get_price(self, line): ...
    def validate_price(self, price): ...
class Lines(serializers.ModelSerializer):
    lines = Line(many=True)
    def create(self, data): ...
    def get_total(self, order): ...
class Shape(Schema):
    def get_total(self, order): ...
class Job(Thread):
    def run(self): ...
class Plain:
    def run(self): ...
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("def f(r): Form(r.POST)", ["f -> Form.clean_total 33"], id="form"),
        pytest.param(
            "def f(r): Form(r.POST).save()",
            ["f -> Form.clean_total 33", "f -> Order.save 33"],
            id="form of a model",
        ),
        pytest.param(
            "def f(o): return Lines(o).data",
            ["f -> Line.get_price 33", "f -> Lines.get_total 33"],
            id="serializer that gives data out",
        ),
        pytest.param(
            "def f(r):\n    s = Lines(data=r.data)\n    s.is_valid()",
            [
                "f -> Line.get_price 34",
                "f -> Line.validate_price 35",
                "f -> Lines.create 35",
                "f -> Lines.get_total 34",
            ],
            id="serializer that takes data in",
        ),
        pytest.param("def f(o): Shape().dump(o)", ["f -> Shape.get_total 33"], id="marshmallow"),
        pytest.param("def f():\n    j = Job()\n    j.start()", ["f -> Job.run 35"], id="thread"),
        pytest.param("def f(): Job()", [], id="thread that is not started"),
        pytest.param("def f(): Plain().start()", [], id="another class"),
        pytest.param("def f(): Order.objects.create()", ["f -> Order.save 33"], id="manager"),
        pytest.param(
            "def f(r): authenticate(r)", ["f -> Backend.authenticate 33"], id="authentication"
        ),
    ],
)
def test_edges(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert edges_of(program, "implicit") == [f"implicit {edge}" for edge in expected]
