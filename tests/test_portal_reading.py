"""From TOML to a resolved portal: merging with the family, digests, and one-line mistakes."""

from pathlib import Path

import pytest

from corpus.errors import InputError
from crawler.portals import load_family, load_portal_file
from crawler.portals.reading import read_family, read_portal

MINIMAL = """
name = "Trang thử"
organ = "Ban Tuyên giáo Tỉnh ủy thử"
kind = "tuyengiao"
level = "province"
province = "kontum"
hosts = ["thu.example.vn"]
evidence = ["own"]
"""


def load(folder: Path, text: str, name: str = "thu.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_portal_file(path)


def mistake(folder: Path, text: str) -> str:
    """The one line that a wrong file is answered with, without the file's own name."""
    with pytest.raises(InputError) as error:
        load(folder, text)
    line = str(error.value)
    assert "\n" not in line
    assert "thu.toml: " in line
    return line.split("thu.toml: ", 1)[1]


def test_minimal_file_takes_under_ten_lines(tmp_path):
    assert len(MINIMAL.strip().splitlines()) < 10
    assert load(tmp_path, MINIMAL).slug == "thu"


def test_family_is_generic_unless_named(tmp_path):
    portal = load(tmp_path, MINIMAL)
    assert portal.family == "generic"
    assert portal.fields == load_family("generic").fields


def test_portal_key_replaces_the_familys(tmp_path):
    portal = load(tmp_path, MINIMAL + 'family = "nukeviet"\n[fields]\ntitle = ["h2.tieude"]\n')
    assert portal.fields.title == ("h2.tieude",)


def test_other_keys_of_a_table_stay_the_familys(tmp_path):
    portal = load(tmp_path, MINIMAL + 'family = "nukeviet"\n[fields]\ntitle = ["h2.tieude"]\n')
    assert portal.fields.body == load_family("nukeviet").fields.body


def test_plus_appends_to_the_familys_list(tmp_path):
    portal = load(tmp_path, MINIMAL + 'family = "nukeviet"\n[article]\nnever = ["+", "^/an/"]\n')
    assert portal.article.never == (*load_family("nukeviet").article.never, "^/an/")


def test_date_formats_are_merged_too(tmp_path):
    own = r"(?P<day>\d+)-(?P<month>\d+)-(?P<year>\d+)"
    portal = load(tmp_path, MINIMAL + f"date_formats = ['+', '{own}']\n")
    assert portal.date_formats == (*load_family("generic").date_formats, own)


def test_file_with_byte_order_mark_is_read(tmp_path):
    assert load(tmp_path, "\ufeff" + MINIMAL.lstrip()).slug == "thu"


def test_digest_is_filled(tmp_path):
    digest = load(tmp_path, MINIMAL).digest
    assert len(digest) == 16
    assert int(digest, 16) >= 0


def test_digest_stays_when_a_comment_or_note_changes(tmp_path):
    before = load(tmp_path, MINIMAL).digest
    assert (
        load(tmp_path, "# a comment\n" + MINIMAL + 'notes = "new"\nverified = true\nstate = "active"\n').digest
        == before
    )


def test_digest_changes_with_a_rule_of_the_portal(tmp_path):
    before = load(tmp_path, MINIMAL).digest
    assert load(tmp_path, MINIMAL + '[fields]\ntitle = ["h6"]\n').digest != before


def family_file(folder: Path, title: str, comment: str = "") -> Path:
    path = folder / "own.toml"
    path.write_text(f'{comment}\nslug = "own"\nname = "Own"\ndescription = "d"\n[fields]\ntitle = ["{title}"]\n')
    return path


def digest_with(folder: Path, path: Path) -> str:
    portal = folder / "thu.toml"
    portal.write_text(MINIMAL + 'family = "own"\n', encoding="utf-8")
    return read_portal(portal, lambda _slug: read_family(path)).digest


def test_digest_changes_with_a_rule_of_the_family(tmp_path):
    before = digest_with(tmp_path, family_file(tmp_path, "h1"))
    assert digest_with(tmp_path, family_file(tmp_path, "h2")) != before


def test_digest_stays_when_a_comment_of_the_family_changes(tmp_path):
    before = digest_with(tmp_path, family_file(tmp_path, "h1"))
    assert digest_with(tmp_path, family_file(tmp_path, "h1", "# seen elsewhere too")) == before


WRONG = [
    ("broken TOML", MINIMAL + "hosts = [\n", "not valid TOML: "),
    ("misspelt key", MINIMAL + "familly = 'generic'\n", 'familly: unknown key; did you mean "family"?'),
    (
        "misspelt key in a table",
        MINIMAL + "[fields]\ntitel = ['h1']\n",
        'fields.titel: unknown key; did you mean "title"?',
    ),
    (
        "misspelt key in a list of tables",
        MINIMAL + "[[sections]]\nurl = '/a'\nnme = 'x'\n",
        'sections[0].nme: unknown key; did you mean "name"?',
    ),
    ("unknown key with no neighbour", MINIMAL + "[canonical]\nzzzz = 1\n", "canonical.zzzz: unknown key; known keys: "),
    ("missing key", MINIMAL.replace('name = "Trang thử"', ""), "name: is missing"),
    ("wrong type", MINIMAL + "verified = 'yes'\n", "verified: expected `bool`, got `str`"),
    ("wrong type in a list", MINIMAL + "[fields]\ntitle = [1]\n", "fields.title[0]: expected `str`, got `int`"),
    ("table that is none", MINIMAL + "fields = 'h1'\n", "fields: expected `object`, got `str`"),
    ("no evidence", MINIMAL.replace('["own"]', "[]"), "evidence: expected `array` of length >= 1"),
    ("unknown state", MINIMAL + "state = 'dead'\n", "state: invalid enum value 'dead'"),
    ("digest in the file", MINIMAL + "digest = 'abc'\n", "digest: is computed"),
    (
        "unknown family",
        MINIMAL + "family = 'nukevit'\n",
        "family: unknown family 'nukevit'; did you mean \"nukeviet\"?",
    ),
    ("family of a wrong type", MINIMAL + "family = 3\n", "family: expected the name of a family"),
    ("plus in the middle", MINIMAL + "[fields]\ntitle = ['h1', '+']\n", 'fields.title: "+" stands only as the first'),
    ("plus without a list to extend", MINIMAL + "hosts_x = ['+']\n", 'hosts_x: "+" stands only'),
    ("regex", MINIMAL + "[article]\nurl = ['^/ok', '(']\n", "article.url[1]: not a regular expression: "),
    ("regex of dates", MINIMAL + "date_formats = ['*']\n", "date_formats[0]: not a regular expression"),
    ("group", MINIMAL + "[article]\nurl = ['(?P<id>\\d+)']\n", "article.url[0]: unknown group 'id'; known here: key"),
    ("second key alone", MINIMAL + "[article]\nurl = ['(?P<key2>\\d+)']\n", "article.url[0]: unknown group 'key2'"),
    (
        "group missing",
        MINIMAL + "[listing]\npage_url = ['page=\\d+']\n",
        "listing.page_url[0]: the group 'page' is missing",
    ),
    (
        "replacement",
        MINIMAL + "[canonical]\nrewrite = [{ pattern = '^/a', replacement = '\\2' }]\n",
        "canonical.rewrite[0].replacement: not a replacement",
    ),
    ("CSS", MINIMAL + "[fields]\nbody = ['div..x']\n", "fields.body[0]: not a selector: "),
    ("XPath", MINIMAL + "[fields]\nbody = ['//div[']\n", "fields.body[0]: not a selector: "),
    ("XPath function", MINIMAL + "[fields]\nbody = ['//div[nofunc()]']\n", "fields.body[0]: not a selector: "),
    ("selector of a listing", MINIMAL + "[listing]\nnext = ['a::text']\n", "listing.next[0]: not a selector: "),
    ("province", MINIMAL.replace("kontum", "kontumm"), "province: unknown province 'kontumm'; did you mean kontum"),
    ("province missing", MINIMAL.replace('province = "kontum"\n', ""), "province: is missing"),
    ("central with province", MINIMAL.replace('"province"', '"central"'), "province: a central organ has no province"),
    (
        "host in capitals",
        MINIMAL.replace("thu.example.vn", "Thu.example.vn"),
        "hosts[0]: expected a host name in lower case",
    ),
    ("slug", MINIMAL + "slug = 'Kon Tum'\n", "slug: expected a slug: lower-case"),
    (
        "host with a path",
        MINIMAL.replace("thu.example.vn", "thu.example.vn/a"),
        "hosts[0]: expected a host name in lower case",
    ),
    ("host without a dot", MINIMAL.replace("thu.example.vn", "thu"), "hosts[0]: thu: not the full name"),
    ("host with an empty label", MINIMAL.replace("thu.example.vn", "thu..vn"), "hosts[0]: thu..vn: not a host name"),
    ("host that is a number", MINIMAL.replace("thu.example.vn", "127.1"), "hosts[0]: 127.1: not the full name"),
    ("loopback without port", MINIMAL.replace("thu.example.vn", "127.0.0.1"), "hosts[0]: 127.0.0.1: a loopback"),
    (
        "private without port",
        MINIMAL.replace("thu.example.vn", "192.168.1.9"),
        "hosts[0]: 192.168.1.9: a loopback or private",
    ),
    ("port", MINIMAL.replace("thu.example.vn", "thu.vn:99999"), "hosts[0]: thu.vn:99999: no such port"),
    (
        "host twice",
        MINIMAL + "twin_hosts = ['www.thu.example.vn']\n",
        "twin_hosts[0]: www.thu.example.vn is already in hosts[0]",
    ),
    ("delay", MINIMAL + "delay_secs = 0\n", "delay_secs: 0 is allowed on loopback addresses alone"),
    ("negative delay", MINIMAL + "delay_secs = -1\n", "delay_secs: -1"),
    ("endless delay", MINIMAL + "delay_secs = inf\n", "delay_secs: inf"),
    (
        "section elsewhere",
        MINIMAL + "sections = [{ url = 'https://b.vn/a' }]\n",
        "sections[0].url: https://b.vn/a lies on none",
    ),
    ("section of another scheme", MINIMAL + "sections = [{ url = 'ftp://thu.example.vn/' }]\n", "sections[0].url: ftp"),
    (
        "feed elsewhere",
        MINIMAL + "[discovery]\nfeeds = ['//b.vn/rss']\n",
        "discovery.feeds[0]: //b.vn/rss lies on none",
    ),
    ("address with a space", MINIMAL + "[discovery]\nhome = ['/a b']\n", "discovery.home[0]: not an address"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_wrong_file_is_told_in_one_line(tmp_path, text, expected):
    assert mistake(tmp_path, text).startswith(expected)


def test_broken_toml_names_the_line(tmp_path):
    assert "line 3" in mistake(tmp_path, "name = 'a'\nkind = 'demo'\norgan = \n")


def test_file_that_is_not_utf8_is_told(tmp_path):
    path = tmp_path / "thu.toml"
    path.write_bytes("name = 'Tỉnh ủy'".encode("utf-16"))
    with pytest.raises(InputError, match="not UTF-8"):
        load_portal_file(path)


def test_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        load_portal_file(tmp_path / "none.toml")


def test_folder_is_told(tmp_path):
    with pytest.raises(InputError, match="a folder"):
        load_portal_file(tmp_path)


def test_family_file_cannot_extend_a_list(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("slug = 'own'\nname = 'O'\ndescription = 'd'\n[fields]\ntitle = ['+', 'h1']\n")
    with pytest.raises(InputError, match="nothing that"):
        read_family(path)


def test_wrong_rule_of_a_family_names_the_familys_file(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("slug = 'own'\nname = 'O'\ndescription = 'd'\n[article]\nnever = ['(']\n")
    with pytest.raises(InputError, match=r"own\.toml: article\.never\[0\]: not a regular expression"):
        read_family(path)


@pytest.mark.parametrize("host", ["127.0.0.35:8135", "localhost:8000"])
def test_loopback_portal_may_have_no_delay(tmp_path, host):
    text = MINIMAL.replace("thu.example.vn", host) + "delay_secs = 0\nscheme = 'http'\n"
    assert load(tmp_path, text).delay_secs == 0


def test_no_delay_needs_every_host_on_loopback(tmp_path):
    text = MINIMAL.replace("thu.example.vn", "127.0.0.1:80") + "delay_secs = 0\ntwin_hosts = ['thu.example.vn']\n"
    assert mistake(tmp_path, text).startswith("delay_secs")


@pytest.mark.parametrize(
    "selector",
    [
        "h1",
        "meta[name=a]::attr(content)",
        "//h1/text()",
        "./p[1]",
        "(//h1)[1]",
        '//h1[self::node()][contains(., "x(y)")]',
        "a > b, c",
    ],
)
def test_selectors_of_every_kind_are_accepted(tmp_path, selector):
    assert load(tmp_path, MINIMAL + f"[fields]\ntitle = ['{selector}']\n").fields.title == (selector,)


def test_absolute_section_on_the_portals_host_is_accepted(tmp_path):
    portal = load(tmp_path, MINIMAL + "sections = [{ url = 'http://www.thu.example.vn/tin/', name = 'Tin' }]\n")
    assert portal.sections[0].name == "Tin"
