"""Why a file was not read or not written: one sentence per cause, what is wrong first, then what to do."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from luoshi.engine.errors import SecrecyError
from luoshi.engine.reading import codes
from luoshi.wording import gettext as _
from luoshi.wording import marked

if TYPE_CHECKING:
    from luoshi.engine.errors import EngineError

SECRECY = "secrecy"
CRASHED = "crashed"
NO_MEMORY = "no_memory"
UNEXPECTED = "unexpected"
NO_MATCH = "no_match"
NOTHING_IN_FOLDER = "nothing_in_folder"
NOT_WRITTEN = "not_written"
"""Has a sentence for every errno instead of one of its own: `cause_unwritable`."""

SENTENCES = {
    codes.EMPTY: marked("文件是空的，没有可读的内容。请检查是否选错了文件，或是否尚未保存、下载完整。"),
    codes.TOO_LARGE: marked("文件超过 {limit} MB 的上限。请删去其中的图片和附件，或拆成几个文件后再试。"),
    codes.TOO_MUCH_INSIDE: marked(
        "文件展开后大得不合常理，或层次过深，为安全起见没有读取。请确认来源，用 Word 或 WPS 打开后另存一份再试。"
    ),
    codes.DAMAGED: marked("文件不完整或已损坏，打不开（{format}）。请重新获取，或用 Word、WPS 打开修复后另存再试。"),
    codes.ENCRYPTED: marked("文件设有密码（{format}）。请先打开并取消密码，另存后再试。"),
    codes.HOSTILE: marked(
        "文件含有正常公文不会有的内容（XML 实体），为安全起见没有读取。请确认来源，用 Word 或 WPS 打开后另存一份再试。"
    ),
    codes.NOT_SUPPORTED_YET: marked("暂时不能直接读取这种格式（{format}）。{advice}"),
    codes.UNKNOWN: marked("认不出这是什么格式的文件。能读取 .docx、文字版 .pdf、.html、.txt、.md 和 .xlsx。"),
    codes.NO_TEXT: marked(
        "文件里没有文字（{format}），可能是扫描件、图片或空表。请先做文字识别（OCR），或换成有文字的版本再试。"
    ),
    codes.NOT_FOUND: marked("找不到这个文件，或没有权限打开。请检查路径和权限。"),
    codes.TOO_SLOW: marked("读取超过 {limit} 秒仍未完成，已放弃。请用 Word 或 WPS 打开后另存为 .docx 再试。"),
    SECRECY: marked("文件标有密级，本系统只处理非涉密文件，未读取、未保存其中任何内容。请按保密规定办理。"),
    CRASHED: marked("读取这个文件时程序意外退出，其他文件不受影响。请用 Word 或 WPS 打开后另存一份再试。"),
    NO_MEMORY: marked("读取这个文件需要的内存超出限度。请拆成几个文件后再试。"),
    UNEXPECTED: marked(
        "程序内部出错（{error}），这个文件没有处理完。请把出错的文件和命令告知维护者；设 LUOSHI_DEBUG=1 可看到详情。"
    ),
    NO_MATCH: marked("没有文件符合这个写法。请检查路径和通配符。"),
    NOTHING_IN_FOLDER: marked("文件夹里没有公文文件（.docx .pdf .html .txt .md .xlsx 等）。请检查路径。"),
}
"""Every code of `engine.reading.codes`, a secrecy mark, and what can only go wrong in the command."""

_ADVICE = {
    "word": marked("请用 Word 或 WPS 另存为 .docx 后再试。"),
    "sheet": marked("请用 Excel 或 WPS 另存为 .xlsx 后再试。"),
    "page": marked("请用阅读软件导出为文字版 PDF，或转成 .docx 后再试。"),
    "picture": marked("请先做文字识别（OCR），另存为 .docx 后再试。"),
    "archive": marked("请先解压，再选择其中的文件。"),
    "": marked("请另存为 .docx 后再试。"),
}
_FAMILIES = (
    ("word", ("doc", "wps", "wpt", "dot", "docm", "rtf", "odt", "uof", "uot")),
    ("sheet", ("xls", "et", "ett", "ods", "csv")),
    ("page", ("ofd", "ceb", "caj", "xps", "ps", "djvu")),
    ("picture", ("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "scan", "image", "picture")),
    ("archive", ("zip", "rar", "7z", "gz", "tar")),
)
_FAMILY = {kind: family for family, kinds in _FAMILIES for kind in kinds}

UNWRITABLE = {
    errno.EACCES: marked("没有权限，或文件正被 Excel、WPS 等程序打开。请关闭后再试，或换一个位置。"),
    errno.ENOENT: marked("文件夹不存在。请先建立文件夹，或换一个位置。"),
    errno.ENOTDIR: marked("路径中有一段不是文件夹。请检查路径。"),
    errno.EISDIR: marked("这是一个文件夹。请写明文件名。"),
    errno.ENOSPC: marked("磁盘已满。请腾出空间，或换一个位置。"),
    errno.EROFS: marked("磁盘是只读的。请换一个位置。"),
    errno.ENAMETOOLONG: marked("文件名太长。请换一个短些的名字。"),
}
_SAME = {errno.EPERM: errno.EACCES, errno.EDQUOT: errno.ENOSPC, errno.EEXIST: errno.ENOTDIR}


def cause(error: EngineError) -> str:
    """The sentence for an engine error, in the language spoken now; it does not name the file."""
    return cause_of(SECRECY if isinstance(error, SecrecyError) else error.code, **error.params)


def cause_of(code: str, **params: str | int) -> str:
    """The sentence for a code of `SENTENCES`; a code not known here is shown as it is."""
    if code not in SENTENCES:
        return _(SENTENCES[UNEXPECTED]).format(error=code)
    kind = str(params.get("format", "")).lower().lstrip(".")
    known = {"format": kind or "?", "limit": "?", "error": "?", "advice": _(_ADVICE[_FAMILY.get(kind, "")])}
    return _(SENTENCES[code]).format(**{**known, **params, "format": known["format"]})


def cause_unwritable(error: OSError) -> str:
    """Why a file could not be written, and what to do."""
    number = error.errno or 0
    sentence = UNWRITABLE.get(_SAME.get(number, number))
    return _(sentence) if sentence else (error.strerror or str(error))
