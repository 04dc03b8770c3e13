def motto(request):
    return {"motto": "All in stock"}
