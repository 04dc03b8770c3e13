"""Strangle a Python monolith into AWS Lambda services, one route at a time."""
