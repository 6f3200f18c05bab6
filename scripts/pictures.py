"""The pictures of the user guide: `python -m scripts.pictures` loads the demonstration, looks at pages, writes PNGs.

The demonstration's day is fixed, so that the pictures show the same every time. Needs Debian's Chromium.
"""

from __future__ import annotations

import base64
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
TODAY = "2026-11-23"
LARGEST = 150_000
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_DECODE = """async (png) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, image.width, image.height).data;
  let raw = "";
  for (let at = 0; at < bytes.length; at += 8192) raw += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return [image.width, image.height, btoa(raw)];
}"""
WIDE, PHONE = (1440, 900), (390, 780)


@dataclass(frozen=True)
class Picture:
    """One page: whose, where (or the link to follow from there), in which size and colours."""

    name: str
    who: str
    url: str
    follow: str = ""
    size: tuple[int, int] = WIDE
    scheme: str = "light"


PLAN = "/ledger/plans/1/"
ALL = (
    Picture("desk", "zhuren", "/"),
    Picture("breakdown", "duban", f"{PLAN}breakdown/"),
    Picture("ledger", "zhuren", "/ledger/?plan=1"),
    Picture("measure", "zhuren", "/ledger/?plan=1&light=red", follow="tbody tr a"),
    Picture("reports", "jiaoyu", "/ledger/reports/", size=PHONE),
    Picture("desk-of-a-leader", "lishizhang", "/", size=PHONE, scheme="dark"),
    Picture("workbooks", "duban", "/workbooks/"),
    Picture("library", "duban", "/library/", follow="tbody tr a, .ls-row a"),
    Picture("class", "banzhuren", "/training/1/"),
    Picture("session-on-the-phone", "xueyuan", "/training/sessions/2/", size=PHONE),
    Picture("findings", "xueyuan", "/training/reflections/1/findings/"),
    Picture("transfer", "banzhuren", "/training/1/transfer/"),
)


def main(names: list[str]) -> None:
    """Make all pictures, or those named."""
    wanted = [picture for picture in ALL if not names or picture.name in names]
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        for url in _served(folder):
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
            for picture in wanted:
                content = _small(browser, _look(browser, url, picture))
                (PICTURES / f"{picture.name}.png").write_bytes(content)
                print(f"{picture.name}: {len(content) // 1000} kB{' TOO LARGE' if len(content) > LARGEST else ''}")
            browser.close()


def _served(folder: str) -> Iterator[str]:
    """The address of the demonstration while it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "luoshi", "serve", "--demo", "--data", folder, "--port", str(port)]
    environment = {**os.environ, "LUOSHI_TODAY": TODAY, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, env=environment) as server:  # noqa: S603 - our own command
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/healthz")
            yield url
        finally:
            server.terminate()


def _wait_for(url: str, seconds: int = 300) -> None:
    for _ in range(seconds):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - an address of our own
        except OSError:
            time.sleep(1)
        else:
            return
    raise TimeoutError(url)


def _look(browser: Browser, url: str, picture: Picture) -> bytes:
    width, height = picture.size
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        locale="zh-CN",
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page: Page = context.new_page()
    page.goto("/")
    page.locator(f"form[action$='/sign-in/{picture.who}/'] button").click()
    page.goto(picture.url)
    if picture.follow:
        page.locator(picture.follow).first.click()
    page.wait_for_load_state("networkidle")
    content: bytes = page.screenshot()
    context.close()
    return content


def _small(browser: Browser, png: bytes) -> bytes:
    """The same picture in its 256 commonest colours: what is left are the edges of letters."""
    page = browser.new_page()
    width, height, raw = page.evaluate(_DECODE, base64.b64encode(png).decode())
    page.close()
    pixels = np.frombuffer(base64.b64decode(raw), np.uint8).reshape(-1, 4)[:, :3].astype(np.uint32)
    codes, index, counts = np.unique(
        pixels @ np.array([65536, 256, 1], np.uint32), return_inverse=True, return_counts=True
    )
    colours = np.stack([codes >> 16 & 255, codes >> 8 & 255, codes & 255], axis=1).astype(np.int32)
    palette = colours[np.argsort(-counts)[:256]]
    nearest = np.array([np.abs(palette - colour).sum(axis=1).argmin() for colour in colours], np.uint8)
    lines = np.zeros((height, width + 1), np.uint8)  # each line begins with the number of its filter: none
    lines[:, 1:] = nearest[index].reshape(height, width)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    content = zlib.compress(lines.tobytes(), 9)
    chunks = ((b"IHDR", header), (b"PLTE", palette.astype(np.uint8).tobytes()), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


if __name__ == "__main__":
    main(sys.argv[1:])
