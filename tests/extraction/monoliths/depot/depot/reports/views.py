from django.http import HttpResponse

from depot.reports.models import Report


def year(request, year):
    return HttpResponse(str(Report.objects.filter(year=year).count()))
