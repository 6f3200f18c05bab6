"""What a person keeps of the ledger page: saved views, shared with the unit if wished, and the chosen columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.ledger.models import ColumnChoice, SavedView
from luoshi.ledger.queries.columns import COLUMNS
from luoshi.ledger.rules import RULES
from luoshi.units.duties import duties_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.accounts.models import User

VIEWS_AT_MOST = 50


@transaction.atomic
def save_view(name: str, query: str, *, by: User, is_shared: bool = False) -> SavedView:
    """Keep the filter under a name; the same name again replaces it. Shared views serve the unit of the first post."""
    own = SavedView.objects.filter(owner=by)
    if own.count() >= VIEWS_AT_MOST:
        raise UnmetConditionError("too_many_views", _("保存的视图太多了，请先删除不用的。"))
    unit = next((duty.unit_id for duty in duties_of(by).all), None) if is_shared else None
    view, _made = SavedView.objects.update_or_create(
        owner=by, name=name.strip(), defaults={"query": query, "shared_with_id": unit}
    )
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by: User) -> None:
    """Forget a saved view of one's own."""
    require(RULES, "view.change", by, view)
    view.delete()


@transaction.atomic
def choose_columns(names: Iterable[str], *, by: User) -> None:
    """Show these columns from now on; none at all brings back the usual ones."""
    known = [name for name in COLUMNS if name in set(names)]
    if known:
        ColumnChoice.objects.update_or_create(user=by, defaults={"columns": known})
    else:
        ColumnChoice.objects.filter(user=by).delete()
