"""Cases of http/graphql."""

import graphene
from django.urls import path
from graphene_django.views import GraphQLView


class Query(graphene.ObjectType):
    # ok: http/graphql
    name = graphene.String()


# finding: http/graphql
schema = graphene.Schema(query=Query)

urlpatterns = [path("graphql", GraphQLView.as_view(schema=schema))]
