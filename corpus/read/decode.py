"""Bytes to characters: which encoding, and how sure."""

import codecs
import re

from corpus.errors import NotReadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
"""Declarations worth believing, each with the widest encoding of its family. Pages that declare
iso-8859-1 are as common as they are wrong: it can write no Chinese, and it decodes anything."""
_CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]+")
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ue000-\uf8ff]")
_FREQUENT = frozenset(
    "的一是不了在有和年政府信息公开情况工作主动申请行机关本度数量其他内容中国人民为"
)
_MOST_ODD = 0.02  # a text with more than one odd character in fifty is not one that people read


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding; line ends become "\\n".

    A byte order mark decides; then the declared encoding, UTF-8, UTF-16 without a mark and GB18030
    are tried, and the first that gives readable text is taken. Raises NotReadable.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lines(_strict(data, name)), name
    for name in _candidates(data, declared):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if readable(text):
            return _lines(text), name
    raise NotReadable(
        "不是可读的文本：UTF-8、GB18030、UTF-16 都不能解码出正常的汉字",
        "请用记事本另存为 UTF-8 再试",
    )


def readable(text: str) -> bool:
    """Whether this looks like text that people read: few odd characters, and if Chinese, common."""
    sample = text[:20_000]
    if len(_ODD.findall(sample)) > _MOST_ODD * len(sample):
        return False
    chinese = sum(map(len, _CHINESE.findall(sample)))
    rare = chinese > 200 and sum(map(sample.count, _FREQUENT)) < 0.03 * chinese
    return not rare


def _candidates(data: bytes, declared: str | None) -> list[str]:
    """Encodings worth trying, likeliest first."""
    name = _DECLARED.get((declared or "").strip().lower())
    even, odd = data[0:400:2].count(0), data[1:400:2].count(0)
    wide = ["utf-16-le"] if odd > even else ["utf-16-be"] if even else []
    rest = ["utf-8", "gb18030", *([] if wide else ["utf-16-le", "utf-16-be"])]
    return [*([name] if name else []), *wide, *rest]


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NotReadable(
            f"文件标明是 {name}，但第 {error.start} 字节处不能解码", "请重新保存为 UTF-8 再试"
        ) from error


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
