"""Editions and what belongs to them: links, the public page, feeds, e-mail, questions."""
