"""Webhooks: what carriers tell us, turned into events, and the document that answers them.

A webhook is a hint, never an order, and never waits for a provider (design 2). The modules here decide
what a carrier's words mean; they must not know states, tables or pages.
"""
