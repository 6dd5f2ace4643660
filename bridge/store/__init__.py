"""What is kept: calls, agents, effects, deadlines, history and words, in SQLite or PostgreSQL.

Decides how facts are stored and found again, and nothing else: what they mean is the core's business.
It must not know the web, a carrier or a page.
"""
