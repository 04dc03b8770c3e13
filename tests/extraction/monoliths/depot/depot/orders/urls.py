from django.contrib.auth.decorators import login_required
from django.urls import path

from depot.orders import views
from depot.stock.views import availability

app_name = "orders"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.OrderDetail.as_view(), name="detail"),
    path("new/", views.create, name="create"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("mine/", login_required(views.mine), name="mine"),
    path("broken/", views.broken, name="broken"),
    path("<int:pk>/availability/", availability, name="availability"),
]
