"""A bounded abstract interpreter of the monolith: facts in, a log of what happens out."""
