"""How time grows from 10 to 1,000 measures in one file: linear means that the time per measure stays."""

from __future__ import annotations

from bench.measuring import median_seconds, print_figure
from luoshi.engine import break_down, read_bytes

SIZES = (10, 100, 1_000)


def run() -> None:
    per_measure = {}
    for size in SIZES:
        data = plan_of(size).encode()
        assert len(break_down(read_bytes(data, name="plan.txt")).measures) == size
        seconds = median_seconds(lambda data=data: break_down(read_bytes(data, name="plan.txt")), runs=5)
        per_measure[size] = seconds / size
        print(f"{size} measures: {seconds * 1000:.1f} ms, {per_measure[size] * 1e6:.0f} µs a measure")
    print_figure("time a measure at 1,000 against 100", per_measure[1_000] / per_measure[100], "×", goal="≤ 1.3")


def plan_of(size: int) -> str:
    """A plan with `size` measures in sections of ten."""
    lines = ["滨川市2026年重点工作方案", "滨政发〔2026〕9号", "各县（区）人民政府：", "为做好重点工作，制定本方案。"]
    for number in range(size):
        if number % 10 == 0:
            lines.append(f"（{_chinese(number // 10 % 90 + 1)}）第{number // 10 + 1}组任务")
        lines.append(
            f"{number % 900 + 1}.推进第{number}号项目建设。完成{number + 3}公里管网改造，新建{number % 7 + 1}座泵站，"
            f"改善周边居民生活条件，并于2026年{number % 12 + 1}月底前完成验收。"
            "（牵头单位：市住房和城乡建设局；配合单位：市财政局、市水利局、各县（区）人民政府）"
        )
    return "\n".join([*lines[:4], "一、重点任务", *lines[4:]])


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (f"{digits[tens] if tens > 1 else ''}十" if tens else "") + (digits[ones] if ones else "")
