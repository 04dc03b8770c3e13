class OutOfStockError(Exception):
    def __init__(self, sku):
        super().__init__(sku)
        self.sku = sku
