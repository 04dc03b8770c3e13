from django.http import JsonResponse


def not_found(request, exception):
    return JsonResponse({"missing": request.path}, status=404)
