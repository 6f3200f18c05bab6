"""Words for the ledger's history and notices, and for kinds of personal numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.common.words import register
from luoshi.engine.personal_numbers import PersonalNumber
from luoshi.ledger.queries.measures import words_of
from luoshi.notices import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMBER_KINDS = {
    PersonalNumber.IDENTITY_CARD: _("身份证号"),
    PersonalNumber.TELEPHONE: _("手机号"),
    PersonalNumber.BANK_CARD: _("银行卡号"),
}


def number_kinds(found: Iterable[str]) -> str:
    """Kinds of personal numbers as a list in words."""
    return str(_("、")).join(str(NUMBER_KINDS[PersonalNumber(kind)]) for kind in found)


register(
    sentences={
        "measure.propose": _("登记了这项措施"),
        "measure.take_over": _("从原有台账“%(workbook)s”导入"),
        "measure.renew": _("按原有台账“%(workbook)s”更新"),
        "measure.edit": _("修改了措施"),
        "measure.judge": _("作出研判"),
        "measure.split": _("拆分出%(into)s"),
        "measure.join": _("并入%(into)s（拆解时合并）"),
        "measure.part_set": _("设置“%(unit)s”的分工"),
        "measure.part_named": _("明确“%(printed)s”为“%(unit)s”"),
        "measure.part_spread": _("把“%(printed)s”分到%(count)s个单位"),
        "measure.part_removed": _("移除“%(unit)s”"),
        "measure.accountable": _("明确“%(unit)s”为主责单位"),
        "measure.names_settled": _("对应了单位名称：%(names)s"),
        "measure.look_over": _("核对了待核事项"),
        "measure.submit": _("提交审核"),
        "measure.return_review": _("退回修改：%(note)s"),
        "measure.drop": _("不立项：%(note)s"),
        "measure.assign": _("批准交办"),
        "measure.refuse": _("退办：%(note)s"),
        "measure.reassign": _("改派给“%(unit)s”：%(note)s"),
        "measure.sign": _("签收"),
        "measure.start": _("开始办理"),
        "measure.keep": _("转为长期坚持"),
        "measure.end_standing": _("结束长期坚持：%(note)s"),
        "measure.request_close": _("申请办结：%(note)s"),
        "measure.return_close": _("退回重办：%(note)s"),
        "measure.appoint_verifier": _("指定%(verifier)s核查"),
        "measure.spot_check": _("安排%(verifier)s抽查"),
        "measure.finding": _("提交了核查意见"),
        "measure.return_verification": _("核查后退回重办：%(note)s"),
        "measure.close": pgettext_lazy("history", "办结"),
        "measure.sign_off": pgettext_lazy("history", "销号"),
        "measure.archive": pgettext_lazy("history", "归档"),
        "measure.suspend": _("中止：%(note)s"),
        "measure.resume": _("恢复办理"),
        "measure.withdraw": _("撤销：%(note)s"),
        "measure.merge": _("并入%(into)s：%(note)s"),
        "measure.share": _("分解给%(count)s个单位：%(units)s"),
        "measure.shared": _("由%(of)s分解，交办给“%(unit)s”"),
        "measure.extension_ask": _("申请延期至%(due_wanted)s：%(note)s"),
        "measure.extension_grant": _("同意延期"),
        "measure.extension_deny": _("不同意延期：%(note)s"),
        "measure.report": _("“%(unit)s”报送了%(cycle_on)s期进展"),
        "measure.report_return": _("退回了报告：%(note)s"),
        "report.mask": _("遮盖了%(cycle_on)s期报告中的号码"),
        "report.wait": _("“%(unit)s”的报告提交本单位负责人审签"),
        "part.sign": _("“%(unit)s”签收"),
        "evidence.add": _("添加了佐证材料“%(name)s”"),
        "evidence.purge": _("清除了一份佐证材料，理由：%(reason)s"),
        "obstacle.pass": _("把困难问题转给%(to)s"),
        "obstacle.answer": _("答复了困难问题：%(answer)s"),
        "obstacle.settle": _("困难问题已解决"),
        "slip.send": _("向“%(unit)s”发出督办单"),
        "slip.answer": _("“%(unit)s”回复了督办单"),
        "point.add": _("添加了验收要点“%(text)s”"),
        "point.change": _("修改了验收要点“%(text)s”"),
        "point.remove": _("删除了验收要点“%(text)s”"),
        "milestone.add": _("添加了时间节点“%(name)s”"),
        "milestone.change": _("修改了时间节点“%(name)s”"),
        "milestone.done": _("时间节点“%(name)s”已完成"),
        "milestone.reopen": _("时间节点“%(name)s”重新打开"),
        "milestone.remove": _("删除了时间节点“%(name)s”"),
        "measure.source_suspect": _("出处因“%(name)s”有变动，待核对"),
        "measure.local": _("注明为本地自增：%(reason)s"),
        "measure.trace": _("注明上级依据“%(name)s”"),
        "measure.source_follow": _("改引“%(name)s”的条款"),
        "source.settle": _("确认了已变动的出处"),
        "plan.add": _("建立了方案"),
        "plan.defaults": _("修改了方案默认设置"),
        "plan.confirm_parts": _("确认了%(count)s项措施的主责单位"),
        "plan.renumber": _("按原文顺序重新编号"),
        "plan.run": _("方案进入落实"),
        "plan.indicator_add": _("添加了指标“%(name)s”"),
        "plan.indicator_change": _("修改了指标“%(name)s”"),
        "plan.indicator_remove": _("删除了指标“%(name)s”"),
        "indicator.add": _("添加了指标"),
        "indicator.change": _("修改了指标"),
        "profile.add": _("添加了时限规则"),
        "profile.change": _("修改了时限规则"),
        "profile.remove": _("删除了时限规则"),
    },
    fields={
        "state": _("状态"),
        "due_on": _("完成时限"),
        "first_due_on": _("首次完成时限"),
        "due_source": _("时限来源"),
        "accountable": _("主责单位"),
        "sign_by": _("签收期限"),
        "next_report_on": _("下次报告"),
        "claimed": _("自报进度"),
        "evidenced": _("佐证进度"),
        "verified": _("核实进度"),
        "judgement": _("督办研判"),
        "grade": _("完成等次"),
        "bounces": _("退办次数"),
        "merged_into": _("并入"),
        "field": _("分管领域"),
        "text": _("具体措施任务"),
        "aim": _("工作目标"),
        "standing_wanted": _("长期坚持"),
        "done": _("进展情况"),
        "obstacle": _("困难问题"),
        "asked_for": _("需要谁做什么"),
        "default_due_on": _("默认完成时限"),
        "cycle": _("报告周期"),
        "cycle_day": _("每期报告日"),
        "profile": _("时限规则"),
        "head_signs_reports": _("报告须经单位负责人审签"),
    },
)

NOTICES = {
    "plan.assigned": _("“%(plan)s”交办了%(count)s项任务，请签收"),
    "measure.assigned": _("%(code)s已交办，请签收"),
    "measure.shared": _("“%(by_unit)s”分解了任务%(code)s，请签收"),
    "measure.part_added": _("%(code)s请你单位参与办理，请确认"),
    "measure.reassigned": _("%(code)s已改派给“%(by_unit)s”：%(reason)s"),
    "measure.signed": _("“%(by_unit)s”已签收%(code)s"),
    "measure.part_signed": _("“%(by_unit)s”已确认在%(code)s中的分工"),
    "measure.refused": _("“%(by_unit)s”退办%(code)s：%(reason)s"),
    "measure.returned_from_review": _("%(code)s审核退回：%(reason)s"),
    "measure.close_requested": _("“%(by_unit)s”申请办结%(code)s"),
    "measure.returned": _("%(code)s退回重办：%(reason)s"),
    "measure.verifier_appointed": _("请您核查%(code)s"),
    "measure.found": _("%(code)s的核查意见已提交：%(grade)s"),
    "measure.closed": _("%(code)s已办结"),
    "measure.suspended": _("%(code)s已中止：%(reason)s"),
    "measure.resumed": _("%(code)s恢复办理"),
    "measure.withdrawn": _("%(code)s已撤销：%(reason)s"),
    "measure.merged": _("%(code)s已并入%(into)s：%(reason)s"),
    "measure.standing_ended": _("%(code)s不再长期坚持，完成时限%(due_on)s"),
    "measure.commented": _("%(who)s在%(code)s留言"),
    "extension.asked": _("%(code)s申请延期至%(due_wanted)s，请决定"),
    "extension.granted": _("%(code)s的延期申请已同意"),
    "extension.denied": _("%(code)s的延期申请未获同意"),
    "report.waits": _("%(code)s的报告待审签"),
    "report.returned": _("%(code)s的报告被退回：%(reason)s"),
    "obstacle.raised": _("“%(by_unit)s”在%(code)s中提出困难问题"),
    "obstacle.passed": _("%(code)s的困难问题请您答复"),
    "obstacle.answered": _("%(code)s的困难问题已答复"),
    "sources.suspect": _("《%(name)s》有变动，“%(plan)s”中%(count)s项任务的出处请核对"),
    "slip.blue": _("%(code)s：蓝色提醒单，请回复"),
    "slip.yellow": _("%(code)s：黄色督办单，请回复"),
    "slip.red": _("%(code)s：红色督办单，请回复"),
    "slip.answered": _("“%(by_unit)s”回复了%(code)s的督办单"),
}
kinds.register(NOTICES)
kinds.register_matters(words_of)
