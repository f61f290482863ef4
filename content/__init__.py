"""Words and sources, as clinicians review them: cards, citations and telephone numbers. No behaviour."""
