# finding: package/python-version
ARG PYTHON_VERSION=3.10
FROM python:${PYTHON_VERSION}-slim
