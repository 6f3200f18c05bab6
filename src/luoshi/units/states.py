"""The fixed words of this app: levels and kinds of units, roles of posts, stages of an import."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """How high a unit stands; the same department name exists once per level."""

    NATIONAL = 1, _("国家级")
    PROVINCE = 2, _("省级")
    CITY = 3, _("市级")
    COUNTY = 4, _("县区级")
    TOWNSHIP = 5, _("乡镇街道级")
    VILLAGE = 6, _("村社区级")
    NONE = 9, _("不分级")


class Kind(TextChoices):
    """What a unit is."""

    AREA = "area", _("地方")
    DEPARTMENT = "department", _("部门")
    OFFICE = "office", _("内设机构")
    INSTITUTION = "institution", _("企事业单位")
    OTHER = "other", _("其他")


class Role(TextChoices):
    """What a post lets its holder do; rights follow from posts alone."""

    OFFICE_HEAD = "office_head", _("督查室负责人")
    SUPERVISOR = "supervisor", _("督办员")
    LEADER = "leader", _("分管领导")
    UNIT_HEAD = "unit_head", _("单位负责人")
    LIAISON = "liaison", _("联络员")
    VERIFIER = "verifier", _("核查员")
    CLASS_HEAD = "class_head", _("班主任")
    TRAINEE = "trainee", _("学员")
    AUDITOR = "auditor", _("审计员（只读）")
    ADMINISTRATOR = "administrator", _("系统管理员")


class ImportState(TextChoices):
    """Where an import of units stands."""

    OPEN = "open", _("待确认")
    APPLIED = "applied", _("已导入")
    DROPPED = "dropped", _("已放弃")
