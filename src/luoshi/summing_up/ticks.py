"""What the clock does here: old parcels go."""

from datetime import timedelta

from luoshi.common.jobs import Job, register
from luoshi.summing_up.actions.parcels import clear_parcels

register(Job("parcels.clear", timedelta(days=1), clear_parcels))
