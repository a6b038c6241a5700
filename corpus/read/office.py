"""Old and other word processor files (.doc, .wps, .rtf, .odt), through LibreOffice where it is.

LibreOffice turns them into a Word document, which is read as any other. It runs with macros and
links switched off, in a folder of its own that is gone afterwards. It sets itself no limit of time:
this module is meant for a process that has one (`corpus.read.guard`).
"""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import NotReadable
from corpus.model import Document
from corpus.read.docx import read_docx

FORMATS: Mapping[str, str] = {
    "doc": "doc",
    "wps": "doc",  # 金山 WPS writes the old Word format under this name
    "rtf": "rtf",
    "odt": "odt",
    "wordxml": "xml",
}
"""Formats read here, and the ending LibreOffice knows each by."""

_PLACES = (  # where installers put it without adding it to the search path
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/opt/libreoffice/program/soffice",
)
_MOST_BYTES = 100_000_000  # of the converted file; with all pictures of the largest file read
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="{_SECURITY}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>true</value></prop></item>"
        for name in ("DisableMacrosExecution", "DisableActiveContent", "BlockUntrustedRefererLinks")
    )
    + "</oor:items>\n"
)


def read_office(name: str, data: bytes, kind: str) -> Document:
    """The document as blocks; `kind` is a key of FORMATS.

    Raises NotReadable: no LibreOffice, or a file that it cannot open.
    """
    program = soffice()
    if program is None:
        raise NotReadable(
            f"{_said(kind)} 要用 LibreOffice 转换，这台机器上没有找到",
            "请安装 LibreOffice，或用 Word、WPS 另存为 DOCX 再试",
        )
    with TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        converted = _converted(program, Path(folder), data, FORMATS[kind])
    return replace(read_docx(name, converted), format=kind)


def soffice() -> str | None:
    """Where LibreOffice is; None if it is not found."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _PLACES if Path(place).is_file()), None)


def _said(kind: str) -> str:
    return {"wordxml": "Word XML 文件"}.get(kind, f"{kind.upper()} 文件")


def _converted(program: str, folder: Path, data: bytes, ending: str) -> bytes:
    source, result = folder / f"report.{ending}", folder / "converted" / "report.docx"
    source.write_bytes(data)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, "utf-8")
    profile = (folder / "profile").resolve().as_uri()
    options = "--headless --norestore --nodefault --nolockcheck --nofirststartwizard".split()
    command = [program, f"-env:UserInstallation={profile}", *options]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(result.parent)]
    quiet = subprocess.DEVNULL
    subprocess.run(
        [*command, str(source)], check=False, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder
    )
    if not result.is_file() or result.stat().st_size > _MOST_BYTES:
        raise NotReadable(
            "LibreOffice 打不开这个文件：可能已损坏、加密，或不是文字文档",
            "请用 Word 或 WPS 打开，另存为 DOCX 再试",
        )
    return result.read_bytes()
