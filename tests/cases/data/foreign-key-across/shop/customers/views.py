from django.http import HttpResponse
from shop.customers.models import Customer


def show(request, pk):
    return HttpResponse(Customer.objects.get(pk=pk).name)
