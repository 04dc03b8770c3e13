from django.http import HttpResponse
from django.views.generic import TemplateView

from depot.stock import suppliers


def index(request):
    return HttpResponse(suppliers.names())


def availability(request, pk):
    return HttpResponse("yes")


class ItemView(TemplateView):
    pass
