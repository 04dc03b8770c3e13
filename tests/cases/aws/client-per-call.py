"""Cases of aws/client-per-call."""

import functools

import boto3
import redis
from flask import Flask, jsonify

app = Flask(__name__)
# ok: aws/client-per-call
queue = boto3.client("sqs")
_store = None


@functools.cache
def bucket():
    # ok: aws/client-per-call
    return boto3.client("s3")


def store():
    global _store
    if _store is None:
        # ok: aws/client-per-call
        _store = redis.Redis(host="cache.example.org")
    return _store


def mail():
    # finding: aws/client-per-call
    return boto3.client("ses")


@app.get("/receipts")
def receipts():
    # finding: aws/client-per-call
    topics = boto3.client("sns").list_topics()
    # finding: aws/client-per-call
    seen = redis.Redis.from_url("redis://cache.example.org").get("seen")
    queue.list_queues()
    mail().list_identities()
    return jsonify([topics, seen, store().get("x"), bucket().list_buckets()])
