"""The demonstration: councils read from ``fixtures/`` and put on record through the services that people use.

Every person, date and order of events comes from the files, so that the audit chain, packs, signatures and issued
files are the real thing, made in the past.
"""
