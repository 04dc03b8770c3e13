"""Cases of aws/ssm-throughput."""

import boto3
from flask import Flask, jsonify

app = Flask(__name__)
ssm = boto3.client("ssm")


def token():
    # finding: aws/ssm-throughput
    found = ssm.get_parameter(Name="/shop/prod/TOKEN", WithDecryption=True)
    return found["Parameter"]["Value"]


@app.get("/rates")
def rates():
    # finding: aws/ssm-throughput
    found = ssm.get_parameters_by_path(Path="/shop/prod")
    return jsonify([token(), found])


@app.get("/documents")
def documents():
    # ok: aws/ssm-throughput
    return jsonify(ssm.list_documents())


def unused():
    # ok: aws/ssm-throughput
    return ssm.get_parameter(Name="/shop/prod/OLD")
