"""What goes out and comes back: workbooks for units without an account, first imports, later bulletins and feeds."""
