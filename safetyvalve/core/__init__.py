"""Who, may, when, what happened: the kernel that every other app stands on."""
