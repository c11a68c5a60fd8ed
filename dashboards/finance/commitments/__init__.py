"""What is committed: placements by days, and plans on the way."""
