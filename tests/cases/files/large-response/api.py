"""FastAPI: answers that are files."""

from fastapi import FastAPI, Response

api = FastAPI()


@api.get("/api/invoice")
def invoice():
    response = Response(b"%PDF")
    # finding: files/large-response
    response.headers["content-type"] = "application/pdf"
    return response


@api.get("/api/label")
def label():
    # finding: files/large-response
    return Response(b"", headers={"content-type": "image/png"})


@api.get("/api/answer")
def answer(response: Response):
    # ok: files/large-response
    response.headers["content-type"] = "application/json"
    return {}
