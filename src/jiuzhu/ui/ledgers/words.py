"""What the ledgers are called on their page, what an empty one says, and which of them are papers too."""

EMPTY = {
    "applications": "没有符合筛选条件的申请。受理第一份申请以后，这里按受理先后列出每一份。",
    "dibao_households": "没有符合筛选条件的低保家庭。申请审核确认以后，这里每户一行。",
    "roster": "这个月没有应发放的家庭。审核确认并到了起始月份的家庭会列在这里。",
    "reserve": "没有符合筛选条件的收支。在“发放”里登记备用金期初以后，这里每笔一行。",
    "damaged_houses": "没有符合筛选条件的家庭。受灾救助的申请登记倒损住房以后，这里每户一行。",
    "grants": "没有符合筛选条件的发放。在“发放”里制作价格补贴或冬春救助批次以后，这里每户一行。",
    "events": "没有符合筛选条件的户情变动。在“监测”里登记变动以后，这里每件一行。",
    "adjustments": "没有符合筛选条件的待遇调整。在“监测”里提出调整以后，这里每件一行。",
    "rechecks": "没有符合筛选条件的定期复核。在“监测”里登记复核以后，这里每次一行。",
    "alerts": "没有符合筛选条件的预警。在“监测”里比对名单以后，这里每条一行。",
    "transfers": "没有符合筛选条件的转办。在“转办”里送出转办单以后，这里每张一行。",
    "leads": "没有符合筛选条件的线索。在“转办—主动发现”里登记线索以后，这里每条一行。",
    "service_rosters": "没有符合筛选条件的人。在“服务—名单”里生成名单以后，这里每人一行。",
    "exports": "没有符合筛选条件的导出。台账、名单离开本系统以后，这里每个文件一行。",
}
NEXT = {"roster": "花名册打印后由制表、复核、负责人签字，再交财务发放；发放以签字的花名册为准。"}
SHORT = {
    "applications": "申请",
    "dibao_households": "低保家庭",
    "roster": "月发放花名册",
    "reserve": "备用金",
    "damaged_houses": "倒损住房",
    "grants": "批次发放",
    "events": "户情变动",
    "adjustments": "待遇调整",
    "rechecks": "定期复核",
    "alerts": "预警",
    "transfers": "转办",
    "leads": "线索",
    "service_rosters": "服务名单",
    "exports": "导出登记",
}
"""Ledger → its button, in the order of the page."""
PAPERS = {
    "roster": ("花名册 PDF", "本月全部户，不受村（居）和查找的筛选影响"),
    "reserve": ("台账 PDF", "所选月份的全部收支，不受查找的筛选影响"),
    "damaged_houses": ("台账 PDF", "所选受灾日期和村（居）的全部户，不受查找的筛选影响"),
    **dict.fromkeys(
        ("events", "adjustments", "rechecks", "alerts", "transfers", "leads", "exports"),
        ("台账 PDF", "筛选后的全部行"),
    ),
}
"""Ledgers that are also a paper: its button, and what it covers."""
UNITS = {"applications": "件", "reserve": "笔", "events": "件", "adjustments": "件", "rechecks": "次", "alerts": "条", "transfers": "张", "leads": "条", "service_rosters": "人", "exports": "个"}  # fmt: skip
