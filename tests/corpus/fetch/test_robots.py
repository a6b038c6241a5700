"""What a site asks for is understood as the standard (RFC 9309) has it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.fetch.robots import Robots, Rule, parse_robots


def everybody(*lines: str) -> str:
    return "\n".join(["User-agent: *", *lines])


@pytest.mark.parametrize(
    ("text", "target", "allowed"),
    [
        pytest.param("", "/a", True, id="empty"),
        pytest.param("<html>没有</html>", "/a", True, id="a page in its stead"),
        pytest.param(everybody("Disallow:"), "/a", True, id="nothing forbidden"),
        pytest.param(everybody("Disallow: /"), "/a", False, id="everything forbidden"),
        pytest.param(everybody("Disallow: /a"), "/abc", False, id="begins alike"),
        pytest.param(everybody("Disallow: /a/"), "/a", True, id="a folder, not its name"),
        pytest.param(everybody("Allow: /", "Disallow: /a"), "/a", False, id="the longer decides"),
        pytest.param(everybody("Disallow: /", "Allow: /a"), "/a", True, id="the longer allows"),
        pytest.param(everybody("Disallow: /a", "Allow: /a"), "/a", True, id="equal: the milder"),
        pytest.param(everybody("Disallow: /*.pdf$"), "/a/b.pdf", False, id="star and end"),
        pytest.param(everybody("Disallow: /*.pdf$"), "/b.pdf?x", True, id="not the end"),
        pytest.param(everybody("Disallow: /*?"), "/a?b=1", False, id="any query"),
        pytest.param(everybody("Disallow: /*a*b$"), "/ab", False, id="empty stars"),
        pytest.param(everybody("Disallow: /a*a$"), "/a", True, id="no part used twice"),
        pytest.param(everybody("Disallow: /a$"), "/a", False, id="the whole"),
        pytest.param(everybody("Disallow: /a$"), "/ab", True, id="more than the whole"),
        pytest.param(everybody("disallow : /a # b"), "/a", False, id="spaces and remark"),
        pytest.param(everybody("Disallow: /年"), "/%E5%B9%B4/a", False, id="Chinese unescaped"),
        pytest.param(everybody("Disallow: /%e5%b9%b4"), "/%E5%B9%B4", False, id="escapes, small"),
        pytest.param("\ufeff" + everybody("Disallow: /"), "/", False, id="byte order mark"),
        pytest.param(
            everybody("Disallow: /").replace("\n", "\r\n"), "/", False, id="Windows line ends"
        ),
        pytest.param("Disallow: /", "/a", True, id="said to nobody"),
        pytest.param("User-agent: Baiduspider\nDisallow: /", "/a", True, id="said to another"),
        pytest.param(
            "User-agent: a\nUser-agent: *\nDisallow: /", "/a", False, id="said to several"
        ),
        pytest.param(
            "User-agent: a\nSitemap: x\nUser-agent: *\nDisallow: /\n\nUser-agent: b\nAllow: /",
            *("/a", False),
            id="other lines part no groups",
        ),
        pytest.param(
            everybody("Disallow: /", "", "User-agent: Gongkai/1.0", "Disallow: /b"),
            *("/a", True),
            id="our own group alone",
        ),
        pytest.param(
            "User-agent: gongkai\nAllow: /\nUser-agent: gongkai\nDisallow: /b",
            *("/b", False),
            id="our groups together",
        ),
    ],
)
def test_leave(text: str, target: str, allowed: bool) -> None:
    assert parse_robots(text).allows(target) is allowed


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("10", 10.0, id="whole"),
        pytest.param("0.5", 0.5, id="half"),
        pytest.param("-1", 0.0, id="negative"),
        pytest.param("inf", 0.0, id="for ever"),
        pytest.param("nan", 0.0, id="no number"),
        pytest.param("慢", 0.0, id="words"),
    ],
)
def test_delay(value: str, seconds: float) -> None:
    assert parse_robots(everybody(f"Crawl-delay: {value}")).delay == seconds


def test_hostile_rules_cost_no_time() -> None:
    text = everybody(*["Disallow: /" + "*a" * 1000] * 200, "Disallow: " + "*" * 100_000)
    start = time.monotonic()
    assert not parse_robots(text).allows("/" + "a" * 1999)
    assert time.monotonic() - start < 2


@given(st.text("ab", max_size=8), st.text("ab*", max_size=6), st.booleans())
def test_matching_is_that_of_a_slow_reader(target: str, path: str, ends: bool) -> None:
    """Two ways to match: the one in use, and one that tries every length for a star."""

    def fits(pattern: str, rest: str) -> bool:
        if not pattern:
            return not rest or not ends
        if pattern[0] == "*":
            return any(fits(pattern[1:], rest[at:]) for at in range(len(rest) + 1))
        return rest[:1] == pattern[0] and fits(pattern[1:], rest[1:])

    rule = Rule(f"/{path}{'$' if ends else ''}", allows=False)
    assert Robots((rule,)).allows(f"/{target}") is not fits(path, target)
