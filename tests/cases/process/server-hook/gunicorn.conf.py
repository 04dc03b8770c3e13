workers = 4


# finding: process/server-hook
def post_fork(server, worker):
    worker.log.info("hello")


# finding: process/server-hook
def worker_exit(server, worker):
    worker.log.info("bye")


# ok: process/server-hook
def child(server):
    return server
