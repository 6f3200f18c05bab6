"""Tables of units, people's posts, fields, the calendar and imports."""

from luoshi.units.models.calendar import CalendarYear, DayException
from luoshi.units.models.posts import Delegation, Field, Post
from luoshi.units.models.roster import PeopleImport, UnitImport
from luoshi.units.models.units import Alias, Unit

__all__ = ["Alias", "CalendarYear", "DayException", "Delegation", "Field", "PeopleImport", "Post", "Unit", "UnitImport"]
