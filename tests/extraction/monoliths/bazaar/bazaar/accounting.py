def total(number):
    return number
