"""Wrong usage gets one sentence in the user's language and exit code 2; help and version get 0."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from luoshi import __version__
from luoshi.cli.main import language_among, main
from luoshi.cli.reference import PAGES, reference

DOCS = Path(__file__).parent.parent.parent / "docs"
HINT = " 用 luoshi --help 看说明。\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("brekdown 甲.docx", "没有“brekdown”这个命令。是不是想写“breakdown”？"),
        ("翻译 甲.docx", "没有“翻译”这个命令。"),
        ("breakdown", "缺少文件。"),
        ("breakdown 甲.docx --jobs 0", "--jobs 要写一个 1 到 256 的整数。"),
        ("breakdown 甲.docx --jobs 两", "--jobs 要写一个 1 到 256 的整数。"),
        ("breakdown 甲.docx --format word", "--format 只能是 table、json、xlsx、csv。"),
        ("breakdown 甲.docx --job 2", "没有“--job”这个选项。是不是想写“--jobs”？"),
        ("breakdown 甲.docx -o", "选项 -o 后面缺少值，或不该有值。"),
        ("breakdown 甲.docx -o 台账.doc", "-o 后面的文件名要以 .xlsx、.csv 或 .json 结尾。"),
        ("breakdown 甲.docx --format xlsx", "xlsx 要写成文件，请加 -o 或 --out-dir。"),
        ("breakdown 甲.docx --format csv -o 台账.json", "--format csv 和 -o 台账.json 的扩展名不一致。"),
        (
            "breakdown 甲.docx -o 台账.csv --out-dir 结果",
            "-o 和 --out-dir 只能用一个：前者合成一本台账，后者每份文件各写一个。",
        ),
        ("outline 甲.docx 乙.docx", "多出了参数：乙.docx"),
        ("explain 甲.docx", "缺少--measure。"),
        ("demo --out 台账.docx", "--out 要写一个已有的文件夹，或以 .xlsx 结尾的文件名。"),
        ("--lang fr", "--lang 只能是 zh、en。"),
    ],
)
def test_wrong_usage_gets_a_sentence(capsys: pytest.CaptureFixture[str], words: str, sentence: str) -> None:
    code = main(words.split())

    assert (code, capsys.readouterr()) == (2, ("", sentence + HINT))


def test_wrong_usage_speaks_english_too(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["brekdown", "--lang", "en"])

    said = 'There is no command "brekdown". Did you mean "breakdown"? See luoshi --help.\n'
    assert (code, capsys.readouterr().err) == (2, said)


@pytest.mark.parametrize(
    ("words", "wanted", "rest"),
    [
        ([], None, []),
        (["demo", "--lang", "en"], "en", ["demo"]),
        (["--lang=en", "demo"], "en", ["demo"]),
        (["outline", "--", "--lang"], None, ["outline", "--", "--lang"]),
        (["demo", "--lang"], "", ["demo"]),
    ],
)
def test_language_is_taken_from_anywhere(words: list[str], wanted: str | None, rest: list[str]) -> None:
    assert language_among(words) == (wanted, rest)


def test_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["--version"]), capsys.readouterr().out) == (0, f"luoshi {__version__}\n")


@pytest.mark.parametrize("width", ["60", "100"])
@pytest.mark.parametrize("command", [[], ["breakdown"], ["outline"], ["explain"], ["demo"]])
def test_help_is_whole_on_every_screen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str], width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)

    code = main([*command, "--help"])

    out = capsys.readouterr().out
    assert code == 0
    assert " …" not in out
    assert "显示这段说明并退出。" in out


def test_bare_command_shows_help_and_counts_as_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([])

    assert code == 2
    assert "luoshi [选项] 命令 [参数]…" in capsys.readouterr().out


@pytest.mark.parametrize(("language", "page"), PAGES.items())
def test_reference_is_what_the_command_says(language: str, page: str) -> None:
    written = (DOCS / page).read_text(encoding="utf-8")

    assert written == reference(language), "run: python -m luoshi.cli.reference docs"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from luoshi.cli.main import main; main(['--help']);"
        "print(sorted({'lxml', 'xlsxwriter', 'pypdfium2', 'django', 'numpy', 'luoshi.engine.reading'}"
        " & set(sys.modules)), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert done.stderr == "[]\n"


def test_a_run_of_the_clock_loads_nothing_that_only_its_rarer_jobs_need(tmp_path: Path) -> None:
    code = (
        f"import sys; from luoshi.cli.serving import open_installation; open_installation({str(tmp_path)!r});"
        "print(sorted({'xlsxwriter', 'pypdfium2', 'numpy', 'luoshi.engine.quotations'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert done.stdout == "[]\n"
