"""Cases of process/server-socket."""

import asyncio
import socket
import socketserver
from http.server import BaseHTTPRequestHandler, HTTPServer

from celery import shared_task


@shared_task
def serve():
    # finding: process/server-socket
    socketserver.TCPServer(("", 9000), socketserver.BaseRequestHandler).serve_forever()


@shared_task
def listen():
    # finding: process/server-socket
    asyncio.run(asyncio.start_server(print, "", 9001))


@shared_task
def web():
    # finding: process/server-socket
    HTTPServer(("", 9002), BaseHTTPRequestHandler).serve_forever()


@shared_task
def check():
    # ok: process/server-socket
    socket.create_connection(("localhost", 9000), timeout=1)
