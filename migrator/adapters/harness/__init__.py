"""Scripts that run inside the monolith's or the service's interpreter.

They use the standard library and ``time_machine`` only, import nothing of ours but each other, and
run on every Python that ``time_machine`` supports. Python starts them by file name.
"""
