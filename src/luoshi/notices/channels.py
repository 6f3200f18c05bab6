"""The ways out of the house: mail and chat; a message says how many things wait and where, never what."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import ngettext

from luoshi.notices.states import Channel

if TYPE_CHECKING:
    from luoshi.notices.models import Delivery

log = logging.getLogger(__name__)


class DeliveryError(Exception):
    """A message that could not be handed over; it is tried again later."""


def send(delivery: Delivery) -> None:
    """Hand one message over, in the language of its addressee; raises DeliveryError."""
    with translation.override(delivery.user.language or settings.LANGUAGE_CODE):
        text = ngettext("您有%(count)s项待办。", "您有%(count)s项待办。", delivery.count) % {"count": delivery.count}
    body = f"{text}\n{settings.SITE_URL}/"
    if delivery.channel == Channel.MAIL:
        _send_mail(delivery.user.email, text, body)
    else:
        _send_chat(delivery.user.notice_preference.chat_address, body)


def _send_mail(address: str, subject: str, body: str) -> None:
    if not address:
        raise DeliveryError("no address")
    try:
        send_mail(subject, body, None, [address])
    except OSError as error:  # smtplib's errors are OSErrors
        raise DeliveryError(str(error)) from error


def _send_chat(address: str, body: str) -> None:
    import apprise  # with what it brings along a tenth of each start, and most runs of the clock send nothing

    target = apprise.Apprise()
    if not address or not target.add(address):
        raise DeliveryError("no address")
    if not target.notify(body=body):
        raise DeliveryError("refused")
