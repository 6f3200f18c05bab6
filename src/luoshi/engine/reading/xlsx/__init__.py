"""Reads Excel workbooks (.xlsx, .xlsm): sheets in order, cells as a clerk sees them, merged cells kept."""
