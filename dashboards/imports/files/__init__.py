"""Reading what people upload: CSV, Excel workbooks and zips, in memory. All that can be wrong has a named outcome."""
