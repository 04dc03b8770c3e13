"""Frozen facts that flow between the stages; knows nothing of ours but errors."""
