"""Measurements, side by side; not needed to answer."""
