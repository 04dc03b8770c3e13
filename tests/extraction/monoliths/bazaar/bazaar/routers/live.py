from fastapi import APIRouter, WebSocket

live = APIRouter()


@live.websocket("/live")
async def feed(socket: WebSocket):
    await socket.accept()
