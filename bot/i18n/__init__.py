"""Words in the reader's language: where they come from, how they are filled, and what typed words mean.

It decides nothing about what to say and sends nothing. Babel is imported only where it is used.
"""
