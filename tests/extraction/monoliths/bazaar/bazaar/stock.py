import json


class Stock:
    def __init__(self, file):
        self.skus = json.loads(file.read_text())
