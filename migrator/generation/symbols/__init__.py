"""The dependency closure of a service at the level of top-level statements.

``units`` divides a module, ``uses`` reads what a statement names, ``table`` follows names from
module to module, ``effects`` says what a statement does besides binding names, ``cuts`` finds what
registers only routes that stay, ``closure`` puts it together and ``edits`` deletes the rest.
"""
