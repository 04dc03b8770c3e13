"""Clinic: patients, appointments, laboratory, billing and documents."""

__version__ = "8.4.1"
