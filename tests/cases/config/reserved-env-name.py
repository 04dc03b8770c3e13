"""Cases of config/reserved-env-name."""

import os

import boto3
from flask import Flask, jsonify
from pydantic_settings import BaseSettings

app = Flask(__name__)


class Settings(BaseSettings):
    # finding: config/reserved-env-name
    aws_secret_access_key: str = ""
    # ok: config/reserved-env-name
    mail_secret_access_key: str = ""


settings = Settings()
# ok: config/reserved-env-name
REGION = os.environ.get("AWS_REGION", "eu-central-1")
# ok: config/reserved-env-name
PARTNER_KEY = os.environ["PARTNER_AWS_ACCESS_KEY_ID"]


@app.get("/receipts")
def receipts():
    client = boto3.client(
        "s3",
        region_name=REGION,
        # finding: config/reserved-env-name
        aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
        # finding: config/reserved-env-name
        aws_secret_access_key=os.getenv("AWS_SECRET_ACCESS_KEY"),
    )
    return jsonify(client.list_objects_v2(Bucket="receipts"))


@app.cli.command("import-receipts")
def import_receipts():
    # ok: config/reserved-env-name
    print(os.environ["AWS_ACCESS_KEY_ID"])
