"""Figures coming in: upload, dry run, confirmation, history."""
