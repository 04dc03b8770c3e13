from django.urls import path
from shop import views

urlpatterns = [
    path("orders", views.create),
    path("orders/<int:pk>", views.change),
    path("orders/<int:pk>/remind", views.remind),
]
