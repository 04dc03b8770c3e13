"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# CI machines are shared: how long examples take to make says nothing about the code.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
