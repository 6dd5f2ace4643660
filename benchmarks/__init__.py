"""Measurements against bare baselines, as ratios from one run; nothing here is a test.

Decides what is compared with what and how a ratio comes about. It must not know the bridge from within:
what is measured runs as a server of its own and is met over HTTP.
"""
