"""The commands with their arguments, options and help; what they do stands in a module each, loaded when called."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from luoshi import __version__
from luoshi.cli import server
from luoshi.cli.speaking import Command, Group
from luoshi.wording import marked

_FILE = marked("文件")
_PATH = marked("路径")
_FOLDER = marked("文件夹")
_NUMBER = marked("数目")


class Format(StrEnum):
    """What a breakdown is put out as."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"
    CSV = "csv"


class ScreenFormat(StrEnum):
    """What fits on a screen or into a pipe."""

    TABLE = "table"
    JSON = "json"


app = typer.Typer(
    name="luoshi",
    cls=Group,
    help=marked(
        "落实：把一份公文变成任务台账。\n\n给它一份实施意见、工作方案或行动计划，得到其中的每一项具体措施任务、"
        "牵头单位、责任单位、配合单位、完成时限和目标，每一条都能指回原文。\n\n只用于非涉密文件。"
    ),
    epilog=marked(
        "先试试：[bold]luoshi demo[/]　　分解文件：[bold]luoshi breakdown 方案.docx -o 台账.xlsx[/]　　"
        "任何位置加 [bold]--lang en[/] 改用英文。"
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"luoshi {__version__}")
        raise typer.Exit


@app.callback()
def luoshi(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=marked("显示版本号并退出。"))
    ] = False,
    _language: Annotated[
        str,
        typer.Option(
            "--lang",
            metavar="zh|en",
            show_default=False,
            help=marked("界面语言：zh 中文，en 英文；可放在任何位置。也可设环境变量 LUOSHI_LANG。"),
        ),
    ] = "",
) -> None:
    """Carries the options that stand before a command; the language is taken from the words before they come here."""


@app.command(
    cls=Command,
    help=marked(
        "把文件分解成任务台账。\n\n不写 -o 时在屏幕上显示表格。能读 .docx、文字版 .pdf、.html、.txt、.md 和 .xlsx；"
        '文件夹会连同下级一起读，通配符可加引号（如 "方案/**/*.docx"）。\n\n'
        "退出码：0 全部读完，1 有文件没有读成（逐个说明原因），2 用法不对。"
    ),
)
def breakdown(
    files: Annotated[
        list[str], typer.Argument(metavar=_FILE, show_default=False, help=marked("文件、文件夹或通配符，可以写多个。"))
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar=_PATH,
            show_default=False,
            help=marked(
                "把台账写成一个文件，按扩展名定格式：.xlsx、.csv 或 .json；多份文件合成一本，加“来源文件”一列。"
            ),
        ),
    ] = "",
    format: Annotated[  # noqa: A002 -- the name of the option
        Format | None,
        typer.Option(
            "--format",
            "-f",
            metavar="table|json|xlsx|csv",
            show_default=False,
            help=marked("屏幕上显示 table（默认）或 json；与 --out-dir 同用时为各文件的格式，默认 json。"),
        ),
    ] = None,
    out_dir: Annotated[
        str,
        typer.Option(
            "--out-dir",
            metavar=_FOLDER,
            show_default=False,
            help=marked("每份文件各写一个结果到这个文件夹，没有就新建；同名的加 -2、-3，互不覆盖。"),
        ),
    ] = "",
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", min=1, max=256, metavar=_NUMBER, show_default=False, help=marked("同时用几个进程，默认 1。")
        ),
    ] = 1,
    full: Annotated[
        bool, typer.Option("--full", show_default=False, help=marked("表格里不截短文字，单位全部列出。"))
    ] = False,
) -> int:
    from luoshi.cli.breakdown import Wish, break_down_files

    return break_down_files(Wish(tuple(files), output, format and format.value, out_dir, jobs, full))


@app.command(cls=Command, help=marked("显示文件的层次：部分、条款和标题，一目了然。"))
def outline(
    file: Annotated[str, typer.Argument(metavar=_FILE, show_default=False, help=marked("一份文件。"))],
    format: Annotated[  # noqa: A002 -- the name of the option
        ScreenFormat,
        typer.Option("--format", "-f", metavar="table|json", show_default=False, help=marked("table（默认）或 json。")),
    ] = ScreenFormat.TABLE,
) -> int:
    from luoshi.cli.single import show_outline

    return show_outline(file, as_json=format is ScreenFormat.JSON)


@app.command(
    cls=Command,
    help=marked("说明一项措施的来历：原文中哪些字被认作什么、在什么位置、依据哪条规则。"),
)
def explain(
    file: Annotated[str, typer.Argument(metavar=_FILE, show_default=False, help=marked("一份文件。"))],
    measure: Annotated[
        str,
        typer.Option(
            "--measure", "-m", metavar=marked("序号或编号"), show_default=False, help=marked("台账里的序号，或编号。")
        ),
    ],
    format: Annotated[  # noqa: A002 -- the name of the option
        ScreenFormat,
        typer.Option("--format", "-f", metavar="table|json", show_default=False, help=marked("table（默认）或 json。")),
    ] = ScreenFormat.TABLE,
) -> int:
    from luoshi.cli.single import show_measure

    return show_measure(file, measure, as_json=format is ScreenFormat.JSON)


@app.command(
    cls=Command,
    help=marked(
        "核对一篇心得里的引文：逐字对照文件夹里的原文，说明哪些一字不差、哪些有出入、哪些出处不对。\n\n"
        "引号内的话、“强调”“指出”之后的话、书名号里的文件名，以及没加引号而与原文相同的长句，都会查。"
    ),
)
def quotations(
    essay: Annotated[str, typer.Argument(metavar=_FILE, show_default=False, help=marked("一篇心得。"))],
    library: Annotated[
        str, typer.Option("--library", "-l", metavar=_FOLDER, show_default=False, help=marked("原文所在的文件夹。"))
    ],
    index: Annotated[
        str,
        typer.Option(
            "--index",
            metavar=_FOLDER,
            show_default=False,
            help=marked("把原文的索引留在这个文件夹，下次只补有变动的文件；不写就每次现建。"),
        ),
    ] = "",
    format: Annotated[  # noqa: A002 -- the name of the option
        ScreenFormat,
        typer.Option("--format", "-f", metavar="table|json", show_default=False, help=marked("table（默认）或 json。")),
    ] = ScreenFormat.TABLE,
) -> int:
    from luoshi.cli.study import show_quotations

    return show_quotations(essay, library=library, index=index, json=format is ScreenFormat.JSON)


@app.command(
    cls=Command,
    help=marked("比对一个文件夹里的各篇心得，把相同的段落并排列出；引文和文件名先行除去。"),
)
def resemble(
    folder: Annotated[str, typer.Argument(metavar=_FOLDER, show_default=False, help=marked("心得所在的文件夹。"))],
    library: Annotated[
        str,
        typer.Option(
            "--library", "-l", metavar=_FOLDER, show_default=False, help=marked("原文所在的文件夹；与原文相同的不算。")
        ),
    ] = "",
    format: Annotated[  # noqa: A002 -- the name of the option
        ScreenFormat,
        typer.Option("--format", "-f", metavar="table|json", show_default=False, help=marked("table（默认）或 json。")),
    ] = ScreenFormat.TABLE,
) -> int:
    from luoshi.cli.study import show_resemblances

    return show_resemblances(folder, library=library, json=format is ScreenFormat.JSON)


@app.command(
    cls=Command,
    help=marked("用自带的样例演示：一份虚构的市级工作方案，分解成 88 项措施，并写出 .xlsx 台账。"),
)
def demo(
    out: Annotated[
        str,
        typer.Option(
            "--out", metavar=_PATH, show_default=False, help=marked("台账写到哪里：文件或文件夹，默认当前文件夹。")
        ),
    ] = "",
) -> int:
    from luoshi.cli.demo import show_demo

    return show_demo(out)


server.register(app)
