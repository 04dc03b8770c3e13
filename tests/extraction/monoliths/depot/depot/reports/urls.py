from django.urls import path

from depot.reports.views import year

urlpatterns = [path("<int:year>/", year, name="year")]
