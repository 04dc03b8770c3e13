"""How many findings are right: read by a person, kept, and compared with what is found today."""
