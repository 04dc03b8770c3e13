from django.urls import path
from shop import reports
from shop.customers import views as customers
from shop.orders import views as orders

urlpatterns = [
    path("orders", orders.create),
    path("orders/<int:pk>", orders.show),
    path("orders/<int:pk>/receipt", reports.answer),
    path("customers/<int:pk>", customers.show),
]
