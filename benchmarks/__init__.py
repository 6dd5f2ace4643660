"""Measurements: against bare baselines as ratios from one run, of growth, and the soak.

Decides what is compared with what and how a number comes about. It must not know the bridge from within:
what is measured runs as a server of its own and is met over HTTP. `stored` and `brief` alone
look inside, and say why.
"""
