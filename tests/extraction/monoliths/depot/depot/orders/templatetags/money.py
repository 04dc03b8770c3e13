from django import template

register = template.Library()


@register.filter
def euros(value):
    return f"{value} EUR"
