"""What the tool can do, one use case a module: the only place that knows the order of stages."""
