"""Questions in files: spreadsheet, GIFT and QTI 3, read and written. Pure: no Django, no database."""
