workers = 4
# finding: time/server-timeout
timeout = 90
# ok: time/server-timeout
graceful_timeout = 90
