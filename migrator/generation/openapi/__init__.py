"""The OpenAPI document of a service, as far as it can be read in the source.

``code`` finds definitions, ``types`` turns annotations into schemas, ``fields`` reads classes of
marshmallow and REST framework, ``models`` those of pydantic and which of the three a class is,
``parameters`` reads paths, ``operations`` handlers, ``document`` puts it together.
"""
