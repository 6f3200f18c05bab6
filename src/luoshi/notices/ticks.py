"""What the clock does for notices: the outbox and the daily digest."""

from datetime import timedelta

from luoshi.common.jobs import Job, register
from luoshi.notices import actions

register(Job("notices.digest", timedelta(minutes=10), actions.post_digests))
register(Job("notices.deliver", timedelta(minutes=1), actions.deliver_due))
