"""Who reports: a name taken apart into regions and body, and made whole again.

    subject, text ─ body_named ─▶ name ─ describe ─▶ Agency

Order: places, wording, paths, names, spelling, naming, scope, describing

    >>> regions("上海市金山区人民政府"), regions("云澄市城市管理局")
    (('上海市', '金山区'), ('云澄市',))
    >>> canonical("金山区", ""), canonical("宝山区", "")
    ('上海市金山区人民政府', '宝山区人民政府')
    >>> describe("沭阳县人民政府", "沭阳县", "").region
    ('江苏省', '宿迁市', '沭阳县')

Places of the official list (places.tsv) are known by heart; a place it does not have is read by its
wording. Of two places of one name the text decides, and where it does not the name stays short. A
place that is misprinted by a character is set right where only one can be meant.
"""

from corpus.agencies.describing import describe
from corpus.agencies.names import Names, read_names, standard_names
from corpus.agencies.naming import Named, body_named, canonical
from corpus.agencies.paths import regions, unmistakable
from corpus.agencies.places import PROVINCES

__all__ = [
    "PROVINCES",
    "Named",
    "Names",
    "body_named",
    "canonical",
    "describe",
    "read_names",
    "regions",
    "standard_names",
    "unmistakable",
]
