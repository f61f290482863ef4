"""Everything that a clinician approves: what it says, what it rests on, who stands behind it, and until when.

It decides nothing about a conversation; the shape of an item is in `content.review`.
"""
