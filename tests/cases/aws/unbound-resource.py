"""Cases of aws/unbound-resource."""

import os

import boto3
from flask import Flask, jsonify, request

app = Flask(__name__)
s3 = boto3.client("s3")
sqs = boto3.client("sqs")
logs = boto3.client("logs")


@app.put("/receipts/<name>")
def store(name):
    # ok: aws/unbound-resource
    s3.put_object(Bucket="receipts", Key=name, Body=request.data)
    # finding: aws/unbound-resource
    s3.put_object(Bucket=request.args["bucket"], Key=name, Body=request.data)
    # finding: aws/unbound-resource
    sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=name)
    return "", 204


@app.get("/groups")
def groups():
    # ok: aws/unbound-resource
    return jsonify(logs.describe_log_groups())
