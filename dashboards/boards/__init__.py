"""The dashboards of a council: which there are, which charts each has, and how they are read together.

A chart is one line of ``registry``: copy one to add another.
"""
