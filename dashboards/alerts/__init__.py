"""Watching what was agreed: a person hears once when a figure leaves its tolerance, and once when it comes back.

``settings.ALERT_SOURCES`` lists what is watched; measures against their trajectories are the first.
"""
