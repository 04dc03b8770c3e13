from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "depot.orders"

    def ready(self):
        from depot.orders import signals  # noqa: F401
