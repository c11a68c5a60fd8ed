"""A year's deficit beside every document that states it."""
