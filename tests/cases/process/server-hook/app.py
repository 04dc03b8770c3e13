"""Cases of process/server-hook."""
