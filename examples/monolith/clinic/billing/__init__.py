"""Invoices, payments, insurance claims and dunning."""
