"""What workbooks do when the content of a document is purged."""

from luoshi.library.announcing import on_purge
from luoshi.summing_up.actions.parcels import drop_parcels

on_purge.register(drop_parcels)
