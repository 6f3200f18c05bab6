"""The workbook that a unit fills in: its columns, how it is made, how it is read when it comes back."""
