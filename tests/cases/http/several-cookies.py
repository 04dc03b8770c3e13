"""Cases of http/several-cookies."""

from fastapi import FastAPI, Response
from flask import Flask, make_response

app = Flask(__name__)
api = FastAPI()


@app.post("/login")
def login():
    answer = make_response("")
    # finding: http/several-cookies
    answer.set_cookie("user", "7")
    answer.set_cookie("language", "de")
    return answer


@app.post("/language")
def language():
    answer = make_response("")
    # ok: http/several-cookies
    answer.set_cookie("language", "de")
    return answer


@api.post("/logout")
def logout(response: Response):
    # finding: http/several-cookies
    response.delete_cookie("token")
    response.delete_cookie("refresh")
    return {}
