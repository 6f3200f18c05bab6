"""Starting the server: a port that somebody else has is named before anything is done."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from luoshi.cli import serving

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_port_in_use_is_named_and_nothing_is_started(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code = serving.serve(str(tmp_path / "data"), host="127.0.0.1", port=port, workers=1, with_jobs=False)

    shown = capsys.readouterr()
    assert (code, str(port) in shown.out + shown.err, (tmp_path / "data").exists()) == (1, True, False)
