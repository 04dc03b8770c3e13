from django.http import HttpResponse
from django.shortcuts import render
from django.views import View


def home(request):
    return render(request, "pages/base.html")


class Page(View):
    kind = ""

    def get(self, request, slug):
        return HttpResponse(f"{self.kind} {slug}")
