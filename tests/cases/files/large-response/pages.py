"""Django: answers that are files."""

from django.http import HttpResponse
from django.urls import path


def invoice(request):
    response = HttpResponse(b"%PDF")
    # finding: files/large-response
    response["Content-Type"] = "application/pdf"
    # ok: files/large-response
    response["Cache-Control"] = "no-store"
    return response


def label(request):
    # finding: files/large-response
    return HttpResponse(b"", "image/png")


def archive(request):
    # finding: files/large-response
    return HttpResponse(b"", headers={"Content-Type": "application/zip"})


def drawing(request):
    # ok: files/large-response
    return HttpResponse("<svg/>", content_type="image/svg+xml")


urlpatterns = [
    path("invoice", invoice),
    path("label", label),
    path("archive", archive),
    path("drawing", drawing),
]
