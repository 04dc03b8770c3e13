from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django.views.generic import DetailView

from depot.accounts.models import User
from depot.orders.models import Order


def index(request):
    found = [order.pk for order in Order.objects.filter(note__contains=request.GET.get("q", ""))]
    response = JsonResponse({"orders": found, "many": request.GET.getlist("m")})
    response.set_cookie("seen", "1")
    response.set_cookie("last", "2")
    return response


class OrderDetail(DetailView):
    queryset = Order.objects.order_by("pk")
    template_name = "orders/detail.html"


@csrf_exempt
@require_http_methods(["POST"])
def create(request):
    order = Order.objects.create(customer=User.objects.first(), note=request.POST["note"])
    return redirect("orders:detail", pk=order.pk)


@csrf_exempt
def delete(request, pk):
    count, _ = Order.objects.filter(pk=pk).delete()
    return HttpResponse(f"{count} gone, see {reverse('stock:list')}")


def mine(request):
    return HttpResponse("mine")


def broken(request):
    raise LookupError("no luck")
