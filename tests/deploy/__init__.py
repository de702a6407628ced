"""Instances as an operator runs them, behind nginx."""
