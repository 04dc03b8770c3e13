"""Parity: the same requests to the monolith and to the handlers, answers compared."""
