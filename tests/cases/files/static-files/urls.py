"""Cases of files/static-files."""

from django.conf.urls.static import static
from django.http import HttpResponse
from django.urls import path


def index(request):
    return HttpResponse("shop")


# ok: files/static-files
urlpatterns = [path("", index)]
# finding: files/static-files
urlpatterns += static("/media/", document_root="media")
