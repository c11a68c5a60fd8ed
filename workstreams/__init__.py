"""How the council delivers what it agreed: workstreams, milestones, savings, risks."""
