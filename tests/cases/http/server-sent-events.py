"""Cases of http/server-sent-events."""

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from flask import Flask, Response, stream_with_context
from sse_starlette.sse import EventSourceResponse

app = Flask(__name__)
api = FastAPI()


def events():
    yield "data: 1\n\n"


@app.get("/bell")
def bell():
    # finding: http/server-sent-events
    return Response(stream_with_context(events()), mimetype="text/event-stream")


@app.get("/export")
def export():
    # ok: http/server-sent-events
    return Response(stream_with_context(events()), mimetype="text/csv")


@api.get("/chat")
def chat():
    # finding: http/server-sent-events
    return StreamingResponse(events(), media_type="text/event-stream")


@api.get("/live")
def live():
    # finding: http/server-sent-events
    return EventSourceResponse(events())


@api.get("/file")
def file():
    # ok: http/server-sent-events
    return StreamingResponse(events(), media_type="application/octet-stream")
