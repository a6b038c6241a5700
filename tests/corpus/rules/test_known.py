"""The list of all rules."""

from corpus.rules import rules

# The pack as it was planned: every id of it is a rule here.
PLANNED = """
T3-BAL T3-OUT T3-ROW T3-INT T3-SHAPE T3-CAP T3-SPLIT T3-FEE T3-OTH T3-BLANK T3-TRUNC
T4-SUM T4-INT T4-AFT T4-DISP
T2-INT T2-STOCK0 T2-REG T2-UNIT T2-LEVEL T2-OLD1 T2-OLD2 T2-FORM
X-CARRY X-STOCK X-OLD X-OLDPUB X-BREAK X-JUMP X-COPYTAB X-COPYTXT X-GAP
N-NEW N-DONE N-IN N-OUT N-CAT N-FEE N-YEAR N-TYPO
S-SEC S-NUM S-TAB S-S5 S-S6 S-CONT S-DATE S-CTRL
H-SUM H-CAP H-SCOPE H-MISS
""".split()


def test_the_planned_rules_are_there() -> None:
    assert set(PLANNED) <= rules().keys()


def test_every_rule_can_be_shown() -> None:
    for key, one in rules().items():
        assert one.id == key
        assert one.level in {"H", "S", "I"}
        assert one.scope in {"cells", "report", "text", "years", "levels"}
        assert one.title
        assert one.title_en.isascii()
        assert one.ground
