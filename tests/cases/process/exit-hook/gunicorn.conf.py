workers = 4


# finding: process/exit-hook
def worker_exit(server, worker):
    worker.log.info("bye")


# ok: process/exit-hook
def child(server):
    return server
