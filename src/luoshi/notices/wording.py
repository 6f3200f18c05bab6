"""Words for what people are told of their own posts."""

from django.utils.translation import gettext_lazy as _

from luoshi.notices.kinds import register

register(
    {
        "post.received": _("%(by)s把“%(unit)s”%(role)s移交给您，自%(since)s起；此前由%(old)s担任"),
        "post.passed": _("%(by)s把您担任的“%(unit)s”%(role)s移交给%(new)s，自%(since)s起"),
    }
)
