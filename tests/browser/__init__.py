"""Tests that drive the real page in Chromium."""
