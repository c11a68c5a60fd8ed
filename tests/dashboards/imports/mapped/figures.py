"""A spreadsheet of figures, for tests."""

LONG = [
    ["Monthly SEND return"],
    [],
    ["KPI", "Month ending", "Split by", "Category", "Actual", "Checked by"],
    ["Requests received", "31/05/2024", "", "", "36", "A. Person"],
    ["Requests received", "31/05/2024", "Source of request", "Parent/carer", "12", "A. Person"],
    ["Requests received", "30/04/2024", "Source of request", "Parent/carer", "14", "A. Person"],
]

WIDE = [
    ["Month", "Requests received", "Requests received: Parent or young person", "New EHC plans", "Notes"],
    ["Apr-24", "33", "14", "15", "New system"],
    ["May-24", "36", "12", "16", ""],
]
