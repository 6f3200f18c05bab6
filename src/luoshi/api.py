"""The API: the apps' routers under one key, with errors that say what was wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from luoshi import __version__
from luoshi.accounts.api import TokenKey
from luoshi.accounts.api import router as accounts
from luoshi.common.api_days import FAR
from luoshi.common.errors import RuleError
from luoshi.ledger.api import router as measures
from luoshi.ledger.indicator_api import router as indicators
from luoshi.ledger.milestone_api import router as milestones
from luoshi.library.api import router as documents
from luoshi.notices.api import router as notices
from luoshi.training.api import router as study
from luoshi.units.api import router as units

REFUSALS = {
    400: "The request cannot be read.",
    401: "No key, or one that is revoked or has expired.",
    403: "The person may not do this.",
    404: "There is no such object, or the person may not see it.",
    409: "Not possible in the present state, or the object was changed meanwhile.",
    422: "Parameters of the wrong shape, or a condition that is not met.",
}


class Refusal(Schema):
    """Why a request was refused: a code for programs, a sentence for people."""

    code: str = ""
    detail: str


class Api(NinjaAPI):
    """Our API; its description names, for every operation, the refusals that can come."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
        refusals = {code: {"description": text, "content": content} for code, text in REFUSALS.items()}
        schema["components"]["schemas"]["Refusal"] = Refusal.model_json_schema()
        for path in schema["paths"].values():
            for operation in path.values():
                operation["responses"] = {**refusals, **operation["responses"]}
        return schema


api = Api(title="Luoshi", version=__version__, auth=TokenKey(), docs_url=None, urls_namespace="api")
api.add_router("", accounts)
api.add_router("/units", units)
api.add_router("/notices", notices)
api.add_router("/documents", documents)
api.add_router("/measures", measures)
api.add_router("/measures", milestones)
api.add_router("/indicators", indicators)
api.add_router("/study", study)


@api.exception_handler(RuleError)
def refused(request: HttpRequest, error: RuleError) -> HttpResponse:
    """An action that was refused: its code and its sentence, with the status of its kind."""
    return api.create_response(request, {"code": error.code, "detail": str(error)}, status=error.status)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Input of the wrong shape: the place of each fault, and what is wrong with it."""
    faults = [{"where": ".".join(str(part) for part in e["loc"]), "what": _fault(e)} for e in error.errors]
    return api.create_response(request, {"code": "malformed", "detail": _("参数有误。"), "faults": faults}, status=422)


def _fault(error: dict[str, object]) -> str:
    """The common faults in the reader's language, the rare ones in pydantic's English."""
    context: Any = error.get("ctx") or {}
    known = {
        "missing": _("缺少这个参数。"),
        "int_parsing": _("应为整数。"),
        "bool_parsing": _("应为true或false。"),
        "date_from_datetime_parsing": _("应为日期，如2026-01-31。"),
        "date_parsing": _("应为日期，如2026-01-31。"),
        "string_too_long": _("文字太长。"),
        "less_than_equal": _("数值太大。"),
        FAR: _("“%(text)s”太久远，请核对年份。") % {"text": context.get("day", "")},
        "greater_than_equal": _("数值太小。"),
    }
    return known.get(str(error["type"]), str(error["msg"]))
