"""Starting the pages: a port that is taken is a sentence, and nothing is begun."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from luoshi.cli.main import main
from luoshi.cli.serving import check_port, open_installation
from luoshi.cli.wrong_usage import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens, willing to share it."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("extra", [[], ["--demo"]])
def test_a_port_that_is_taken_is_said_before_anything_is_made(
    extra: list[str], taken: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"

    code = main(["serve", "--data", str(folder), "--port", str(taken), *extra])

    other = 8001 if taken < 8001 else taken + 1
    said = f"端口 {taken} 已被别的程序占用。请换一个，例如加 --port {other}。 用 luoshi --help 看说明。\n"
    assert (code, capsys.readouterr().err, folder.exists()) == (2, said, False)


def test_an_address_of_another_machine_is_a_sentence() -> None:
    with pytest.raises(WrongUsage, match="地址不属于本机"):
        check_port("192.0.2.1", 8000)


def test_a_free_port_is_no_matter() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]

    check_port("127.0.0.1", free)


def test_what_an_installation_writes_is_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOSHI_DATA", str(tmp_path))
    before = os.umask(0o022)

    try:
        open_installation("")
    finally:
        mask = os.umask(before)

    assert mask == 0o077
