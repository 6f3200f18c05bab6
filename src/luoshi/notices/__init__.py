"""Notices: the inbox in the page, and an outbox for mail and chat that carries no content."""
