"""What the charts say: each function turns series into one ``ChartData`` with a finding, a sentence and a source.

Drawing comes later and elsewhere: the same ``ChartData`` becomes picture, table, CSV and sheet.
"""
