"""Native handlers: views that provably need no more of Flask than the private package models."""
