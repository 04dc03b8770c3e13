"""Mails, text messages and the bell in the page header."""
