"""Cases of aws/static-credentials."""

import os

import boto3
from flask import Flask, jsonify

app = Flask(__name__)
# finding: aws/static-credentials
app.config["AWS_SECRET_ACCESS_KEY"] = os.environ.get("STORE_SECRET")
# ok: aws/static-credentials
app.config["AWS_S3_REGION_NAME"] = "eu-central-1"
# ok: aws/static-credentials
app.config["AWS_S3_SECRET_ACCESS_KEY"] = None


@app.get("/receipts")
def receipts():
    # ok: aws/static-credentials
    client = boto3.client("s3", region_name="eu-central-1")
    # ok: aws/static-credentials
    other = boto3.client("s3", aws_access_key_id=None, aws_secret_access_key=None)
    return jsonify([client.list_buckets(), other.list_buckets()])


@app.post("/receipts")
def store():
    # finding: aws/static-credentials
    client = boto3.client(
        "s3",
        aws_access_key_id=app.config["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=app.config["AWS_SECRET_ACCESS_KEY"],
    )
    # finding: aws/static-credentials
    session = boto3.Session(aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="abc")
    return jsonify([client.list_buckets(), session.client("sqs").list_queues()])


@app.delete("/receipts")
def clear():
    # ok: aws/static-credentials
    role = boto3.client("sts").assume_role(RoleArn="arn:aws:iam::1:role/x", RoleSessionName="x")
    keys = role["Credentials"]
    # ok: aws/static-credentials
    client = boto3.client(
        "s3",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    client.delete_bucket(Bucket="receipts")
    return "", 204
