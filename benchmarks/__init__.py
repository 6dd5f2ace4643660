"""Measurements against bare baselines, as ratios from one run; nothing here is a test."""
