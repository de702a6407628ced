"""Evaluating: suites of cases, what becomes of each, and a gate before a release."""
