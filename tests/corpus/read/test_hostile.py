"""Hostile files of every kind: each ends soon, in little memory, with a reason or as a report, and
the sound report beside it is taken in.

Every case goes the way of `gongkai ingest`, in a process of its own that may use no more than a
gigabyte.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpus.read.hostile import CASES

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 20  # of processor time; the longest takes five
READ = "没有找到年度报告的标题"  # it was read to its end, and is no report
MEGABYTES = 1100  # the limit of memory, and what the system itself holds

SAID = {
    "pdf, encrypted": "加密",
    "pdf, truncated": f"损坏|{READ}",  # pdfium may mend it
    "pdf, ten thousand pages": "10,000 页，超过上限",
    "pdf, one page two hundred thousand times": "200,000 页，超过上限",
    "pdf, two billion pages that are not there": "没有可读的文字|超过上限",
    "pdf, pages within themselves": "损坏",
    "pdf, a gigabyte of spaces": "内存|没有可读的文字",  # the latter without a limit of memory
    "pdf, a gigabyte packed three times": "内存|没有可读的文字",
    "pdf, six hundred thousand texts": "600,000 字，超过上限",
    "pdf, a million lines": "没有可读的文字",
    "pdf, fine nets on twenty pages": READ,
    "pdf, a font with 2^28 characters": "没有可读的文字",
    "pdf, a hundred thousand brackets": "损坏",
    "pdf, which is noise": "损坏",
    "docx, encrypted": "加密",
    "docx, truncated": "损坏",
    "docx, a gigabyte of spaces": "超过 32 MB",
    "docx, entities in entities": "嵌套过深",
    "docx, an entity from outside": "实体",
    "docx, a million nested tags": "嵌套过深",
    "docx, tables in tables": READ,
    "docx, a million cells": "超过 32 MB",
    "docx, cells of endless width": READ,
    "docx, three million paragraphs": "正文过大",
    "docx, styles upon styles": READ,
    "docx, thirty thousand parts": "超过 10,000 个文件",
    "html, a million nested tags": "200,000 个标记",
    "html, a million cells": "200,000 个标记",
    "html, cells that cover each other": READ,
    "html, a tag with two hundred thousand attributes": "500 个属性",
    "html, entities in entities": READ,
    "html, ten million angle brackets": "上限",
    "txt, a million cells": "200,000 格",
    "txt, one line of forty million": "超过上限 5,000,000 字",
    "doc, which is a picture": "PNG",
    "doc, which is a page": READ,
    "pdf, which is a Word file": READ,
    "docx, which is a text": "^$",
    "zip, names that lead elsewhere": r"^ \|  \| $",  # three files, all of them read
    "zip, bombs beside a report": r"^[^|]*超过 50 MB[^|]* \| [^|]*压缩包[^|]* \| $",
    "zip, a gigabyte in each of five files": r"^([^|]*超过 50 MB[^|]*( \| |$)){5}$",
    "odt, a gigabyte of spaces": "LibreOffice|内存|MB",
    "mhtml, a hundred thousand parts": "没有网页",
    "txt, a newline in its name": "^$",
    "zip, truncated": "损坏",
    "zip, a hundred thousand files": "超过 10,000 个文件",
}


def test_every_case_is_here() -> None:
    assert {*SAID} == {*CASES}


@pytest.mark.parametrize("case", CASES)
def test_hostile(case: str) -> None:
    command = [sys.executable, "-m", "tests.corpus.read.hostile", case]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True, timeout=120)
    found = json.loads(done.stdout)
    assert found["seconds"] < SECONDS
    assert found["megabytes"] < MEGABYTES
    assert re.search(SAID[case], found["said"]), found["said"]
    assert found["rest"] == "", "the sound report was lost"
    assert found["left"] == []
