"""Codemods: each takes the source of a file and returns it, changed only where it must be."""
