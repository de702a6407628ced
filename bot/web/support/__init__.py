"""The support console: see why, work on answers, turn bad ones into tests."""
