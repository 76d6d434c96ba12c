from __future__ import annotations

from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spiders.profile import SiteProfile
from spiders.profile_reader import ProfileError, load_profile, load_profiles, parse_profile

SITES = Path(__file__).resolve().parent.parent / "data" / "sites"
SHORT = {"name": "河湾日报", "home": "https://www.hewan.example/"}

FULL = """
name = "河湾日报"
home = "https://www.hewan.example/"
region = "450100"
script = "zh-Hans"
timezone = "Asia/Urumqi"
hosts = ["hewan.example", "epaper.hewan-media.example"]
feeds = ["https://www.hewan.example/rss.xml"]
sitemaps = ["https://www.hewan.example/sitemap.xml"]
listings = ["https://www.hewan.example/news/"]
epaper = "https://epaper.hewan-media.example/"
article_url = '/content_\\d+\\.html'
groups = ["guangxi"]
verified = true

[politeness]
delay = 3
hours = "22:00-06:30"

[budget]
pages = 500
megabytes = 100
minutes = 30

[[layouts]]
valid_until = 2021-05-31
strip = [".share"]
[layouts.selectors]
body = "#zoom"

[[layouts]]
[layouts.selectors]
title = "h1.big"
"""


def test_a_name_and_a_home_page_are_enough() -> None:
    profile = parse_profile("hewan-daily", SHORT)
    assert profile.hosts == ("hewan.example",)
    assert profile.timezone == ZoneInfo("Asia/Shanghai")
    assert profile.start_points == (("listing", "https://www.hewan.example/"),)
    assert not profile.verified
    assert not profile.allow_loopback


def test_the_xinjiang_corps_is_a_region() -> None:
    assert parse_profile("hewan", {**SHORT, "region": "660000"}).region == "660000"


def test_every_key_is_read(tmp_path: Path) -> None:
    path = tmp_path / "hewan-daily.toml"
    path.write_text(FULL, encoding="utf-8")
    profile = load_profile(path)
    assert profile.site == "hewan-daily"
    assert profile.timezone == ZoneInfo("Asia/Urumqi")
    assert profile.epaper == ("https://epaper.hewan-media.example/",)
    assert profile.politeness.delay == 3.0
    assert profile.politeness.hours == (time(22), time(6, 30))
    assert (profile.budget.pages, profile.budget.megabytes, profile.budget.minutes) == (500, 100, 30)
    assert profile.article_url is not None
    assert profile.article_url.search("https://hewan.example/content_1.html")
    assert [kind for kind, _ in profile.start_points] == ["feed", "sitemap", "listing", "listing", "epaper"]


def test_a_name_in_chinese_characters() -> None:
    profile = parse_profile("hewan", {"name": "河湾", "home": "http://www.河湾.中国/新闻/"})
    assert profile.home == "http://www.xn--ovw41b.xn--fiqs8s/%E6%96%B0%E9%97%BB/"
    assert profile.owns_host("www.xn--ovw41b.xn--fiqs8s")
    assert parse_profile("hewan", {**SHORT, "hosts": ["河湾.中国", "hewan.example"]}).hosts[0] in profile.hosts


def test_layout_is_chosen_by_day(tmp_path: Path) -> None:
    path = tmp_path / "hewan-daily.toml"
    path.write_text(FULL, encoding="utf-8")
    profile = load_profile(path)
    old, new = profile.layout_on(date(2021, 5, 31)), profile.layout_on(date(2021, 6, 1))
    assert old is not None
    assert old.selectors == {"body": "#zoom"}
    assert new is not None
    assert new.selectors == {"title": "h1.big"}
    assert parse_profile("short", SHORT).layout_on(date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sitemap": ["https://hewan.example/s.xml"]}, "sitemap: unknown key"),
        ({"name": ""}, "name: ''"),
        ({"home": "www.hewan.example"}, "home: 'www.hewan.example' is not an absolute"),
        ({"home": "file:///etc/passwd"}, "home:"),
        ({"home": "http://[::1/"}, "home:"),
        ({"region": 450100}, "region: 450100 is not a six-digit"),
        ({"region": "4501"}, "region:"),
        ({"region": "670000"}, "region: '670000' is not the code of a division"),
        ({"region": "999999"}, "region: '999999' is not the code of a division"),
        ({"script": "cn"}, "script: 'cn' is not one of zh-Hans, zh-Hant"),
        ({"timezone": "Peking"}, "timezone: 'Peking' is not a time zone"),
        ({"timezone": "../../etc/passwd"}, "timezone:"),
        ({"feeds": "https://www.hewan.example/rss"}, "feeds: 'https://www.hewan.example/rss' is not a list"),
        ({"feeds": [1]}, "feeds: 1 is not"),
        (
            {"feeds": ["https://elsewhere.example/rss"]},
            "feeds: host of 'https://elsewhere.example/rss' is not one of hosts",
        ),
        (
            {"article_json": "https://elsewhere.example/x?id={id}"},
            "article_json: host 'elsewhere.example' is not one of",
        ),
        (
            {"article_json": "https://www.hewan.example/x"},
            "article_json: 'https://www.hewan.example/x' is not an address in",
        ),
        ({"hosts": ["WWW.hewan.example"]}, "hosts:"),
        ({"article_url": "("}, "article_url: '(' is not a regular expression"),
        ({"verified": "yes"}, "verified: 'yes' is not true or false"),
        ({"politeness": {"delay": 0}}, "politeness.delay: 0 is not"),
        ({"politeness": {"delay": True}}, "politeness.delay:"),
        ({"politeness": {"wait": 3}}, "politeness.wait: unknown key"),
        ({"delay": 5}, "delay: unknown key; it belongs below [politeness]"),
        ({"politeness": {"verified": True}}, "politeness.verified: unknown key; it belongs above the first line"),
        ({"layouts": [{"selectors": {"strip": [".ad"]}}]}, "unknown key; it belongs right below [[layouts]]"),
        ({"selectors": {"body": "#zoom"}}, "selectors: unknown key; it belongs below [[layouts]], as [layouts."),
        ({"layouts": [{"body": "#zoom"}]}, "layouts[0].body: unknown key; it belongs below [layouts.selectors]"),
        ({"politeness": {"hours": "22-06:00-09:00"}}, "politeness.hours:"),
        ({"politeness": {"hours": "06:00-06:00"}}, "politeness.hours:"),
        ({"budget": {"pages": -1}}, "budget.pages: -1 is not"),
        ({"budget": 5}, "budget: 5 is not a table"),
        ({"layouts": [{"valid_until": "2021-05-31"}]}, "layouts[0].valid_until:"),
        ({"layouts": [{}, {}]}, "layouts: two layouts end on the same day"),
        ({"layouts": [{"selectors": {"author": "p"}}]}, "layouts[0].selectors.author: unknown key"),
        ({"layouts": [{"selectors": {"body": "//div"}}]}, "layouts[0].selectors.body: '//div' is not a CSS selector"),
        ({"layouts": [{"strip": ["div["]}]}, "layouts[0].strip: 'div[' is not a CSS selector"),
        ({"listing": []}, "listing: unknown key; did you mean listings? Known are "),
        ({"paths": ["county"]}, "paths: 'county' is not the beginning of a path"),
        ({"paths": ["/county/"]}, "home: 'https://www.hewan.example/' is not below paths"),
        ({"home": "http://127.0.0.1:8080/"}, "allow_loopback"),
        ({"home": "http://localhost/"}, "home: 'http://localhost/' is on this machine; say allow_loopback = true"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, change: dict[str, object], words: str) -> None:
    with pytest.raises(ProfileError) as caught:
        parse_profile("hewan-daily", {**SHORT, **change})
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("key", ["name", "home"])
def test_a_missing_key_is_named(key: str) -> None:
    with pytest.raises(ProfileError, match=f"^{key}: is missing"):
        parse_profile("hewan-daily", {name: value for name, value in SHORT.items() if name != key})


@pytest.mark.parametrize(
    ("content", "advice"), [(b"name = ", "straight quotes"), (b"name = 'x'\nname = 'y'", "a key stands twice")]
)
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes, advice: str) -> None:
    path = tmp_path / "hewan.toml"
    path.write_bytes(content)
    with pytest.raises(ProfileError, match=rf"hewan\.toml: not readable as TOML.*{advice}"):
        load_profile(path)


@pytest.mark.parametrize("charset", ["gb18030", "utf-16"])
def test_a_file_saved_in_another_charset_is_told_to_be_saved_as_utf_8(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "hewan.toml"
    path.write_text('name = "河湾日报"\nhome = "https://hewan.example/"\n', encoding=charset)
    with pytest.raises(ProfileError, match=r"hewan\.toml: not UTF-8; save it as UTF-8"):
        load_profile(path)


@pytest.mark.parametrize("value", ["“河湾日报”", "河湾日报", "True"])
def test_a_value_that_no_toml_value_begins_like_is_answered_with_how_one_is_written(tmp_path: Path, value: str) -> None:
    path = tmp_path / "hewan.toml"
    path.write_text(f"name = {value}\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"at line 1, column 8\); a text stands between straight quotes"):
        load_profile(path)


def test_a_file_that_an_editor_began_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "hewan.toml"
    path.write_text('name = "河湾日报"\nhome = "https://hewan.example/"\n', encoding="utf-8-sig")
    assert load_profile(path).name == "河湾日报"


def test_error_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "hewan.toml"
    path.write_text('name = "河湾日报"\nhome = "https://hewan.example/"\ncolour = 1\n', encoding="utf-8")
    with pytest.raises(ProfileError, match=r"hewan\.toml: colour: unknown key"):
        load_profile(path)


@pytest.mark.parametrize(
    ("hours", "now", "allowed"),
    [
        ("22:00-06:00", time(23), True),
        ("22:00-06:00", time(5, 59), True),
        ("22:00-06:00", time(6), False),
        ("22:00-06:00", time(12), False),
        ("09:00-17:00", time(9), True),
        ("09:00-17:00", time(17), False),
    ],
)
def test_hours_of_a_profile_allow_a_time_or_not(hours: str, now: time, allowed: bool) -> None:
    assert parse_profile("x", {**SHORT, "politeness": {"hours": hours}}).politeness.allows(now) is allowed


def test_loopback_is_only_the_sites_own_host_and_port() -> None:
    values = {"name": "x", "home": "http://127.0.0.1:8080/", "allow_loopback": True}
    assert parse_profile("x", values).loopback_netlocs == {("127.0.0.1", 8080)}
    assert parse_profile("y", SHORT).loopback_netlocs == frozenset()


@pytest.mark.parametrize(
    ("host", "owned"),
    [
        ("hewan.example", True),
        ("www.hewan.example", True),
        ("a.b.hewan.example", True),
        ("nothewan.example", False),
        ("hewan.example.elsewhere.example", False),
        ("", False),
    ],
)
def test_a_profile_owns_its_hosts_and_no_other(host: str, owned: bool) -> None:
    assert parse_profile("x", SHORT).owns_host(host) is owned


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("http://hewan.example/county/2024/1.html", True),
        ("http://hewan.example/county", True),
        ("http://hewan.example/county?page=2", True),
        ("http://hewan.example/county-b/1.html", False),
        ("http://hewan.example/", False),
        ("http://hewan.example/county/old/1.html", False),
    ],
)
def test_a_profile_owns_its_paths_and_no_other(url: str, owned: bool) -> None:
    values = {"name": "x", "home": "http://hewan.example/county", "paths": ["/county/"], "not_paths": ["/county/old/"]}
    assert parse_profile("x", values).owns_path(url) is owned
    assert parse_profile("y", SHORT).owns_path(url)


@pytest.mark.parametrize("profile", load_profiles(SITES).values(), ids=lambda profile: profile.site)
def test_shipped_profiles(profile: SiteProfile) -> None:
    assert profile.start_points
    assert profile.region is None or len(profile.region) == 6
