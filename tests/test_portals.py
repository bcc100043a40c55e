"""The registry: what is in it, how it is asked, and what is said when a file is wrong."""

import re
import tomllib
from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.provinces import provinces
from crawler.portals import (
    family_slugs,
    iter_portals,
    load_family,
    load_portal,
    load_portal_file,
    portal_slugs,
    portals_by_slug,
    registry_problems,
)
from crawler.portals.registry import FAMILIES, FOLDER
from crawler.urls import article_key, canonical_url, classify, is_allowed, is_never

ALL = portal_slugs()
EVIDENCE = [
    (slug, said.split(" ")[1])
    for slug in ALL
    for said in tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))["evidence"]
    if said.startswith("article http")
]


@pytest.mark.parametrize("slug", ALL)
def test_portal_loads(slug):
    assert load_portal(slug).slug == slug


@pytest.mark.parametrize("slug", ["nukeviet", "sharepoint", "liferay", "vnptportal", "dotnetnuke", "generic"])
def test_family_loads_and_has_rules(slug):
    family = load_family(slug)
    assert family.article.url
    assert family.article.never
    assert family.listing.next
    assert family.fields.title


def test_only_the_families_of_the_folder_are_listed():
    assert family_slugs() == sorted(path.stem for path in FAMILIES.glob("*.toml"))


def test_registry_has_no_problem():
    assert registry_problems() == []


def test_about_seventy_content_hosts_are_covered():
    assert len(ALL) >= 70


def test_portals_of_the_first_issue_are_there():
    assert {"kontum", "khanhhoa", "tuyengiao", "tuyengiaodanvan", "angiang-tinhuy"} <= set(ALL)


def test_nothing_is_claimed_verified():
    """No portal was crawled live yet; the person who does it changes the file and this test."""
    assert [portal.slug for portal in iter_portals(include_disabled=True) if portal.verified] == []


@pytest.mark.parametrize("slug", ALL)
def test_slug_names_province_of_its_organ(slug):
    portal = load_portal(slug)
    if portal.level == "central":
        assert portal.province is None
    else:
        assert slug.split("-")[0] == portal.province
        assert portal.province in provinces()


@pytest.mark.parametrize("slug", ALL)
def test_party_committee_and_commission_are_told_apart_by_slug(slug):
    portal = load_portal(slug)
    if portal.kind == "tuyengiao" and portal.level == "province":
        assert not slug.endswith("-tinhuy")


@pytest.mark.parametrize(("slug", "url"), EVIDENCE)
def test_evidence_article_is_recognised(slug, url):
    portal = load_portal(slug)
    assert classify(url, portal) == "article"
    assert not is_never(url, portal)
    assert is_allowed(canonical_url(url, portal), portal)


@pytest.mark.parametrize(
    ("slug", "first", "second"),
    [
        (
            "tuyengiao",
            "/Home/Nhipcautuyengiao/tinhoatdong/108999/Hoi-nghi",
            "/nhip-cau/tuyen-giao-cac-cap/hoi-nghi-108999",
        ),
        ("tuyengiao", "/hoi-nghi-108999", "/nhip-cau/tuyen-giao-cac-cap/hoi-nghi-108999"),
        ("bacninh-bacninh", "/hoi-thi-a48i511.html", "/hoi-thi-nau-com-a51i511.html"),
        ("bariavungtau", "/News/?ID=206&CatID=61", "/News/?CatID=62&ID=206"),
    ],
)
def test_generations_of_an_address_share_the_key(slug, first, second):
    portal = load_portal(slug)
    root = f"{portal.scheme}://{portal.hosts[0]}"
    assert article_key(root + first, portal) == article_key(root + second, portal) is not None


def test_twin_host_is_the_same_site():
    portal = load_portal("thainguyen")
    assert canonical_url("http://www.tuyengiaothainguyen.org/vi/news/tin/a-5.html", portal) == (
        "https://tuyengiaothainguyen.org.vn/vi/news/tin/a-5.html"
    )


@pytest.mark.parametrize("path", ["/vi-VN/a/ubnd/Pages/tin.aspx", "/Pages/default.aspx", "/"])
def test_part_of_a_larger_portal_keeps_to_its_folder(path):
    assert is_never(f"http://www.lamdong.gov.vn{path}", load_portal("lamdong"))


def test_evidence_articles_are_many():
    assert len(EVIDENCE) >= 40


@pytest.mark.parametrize("slug", ALL)
def test_known_sections_are_listings_on_the_portal(slug):
    portal = load_portal(slug)
    for section in portal.sections:
        url = f"{portal.scheme}://{portal.hosts[0]}{section.url}"
        assert classify(url, portal) == "listing"
        assert is_allowed(canonical_url(url, portal), portal)


def test_iter_is_sorted_by_slug():
    slugs = [portal.slug for portal in iter_portals()]
    assert slugs == sorted(slugs)


def test_iter_keeps_asked_kinds():
    assert {portal.kind for portal in iter_portals(kinds=["journal"])} == {"journal"}


def test_iter_leaves_out_disabled_portals_unless_asked():
    assert "hagiang" not in {portal.slug for portal in iter_portals()}
    assert "hagiang" in {portal.slug for portal in iter_portals(include_disabled=True)}


def test_disabled_portal_is_given_when_named():
    assert [portal.slug for portal in portals_by_slug(["hagiang"])] == ["hagiang"]


def test_unknown_slug_names_the_nearest():
    with pytest.raises(InputError, match=r"^unknown portal 'kontun'; did you mean kontum") as error:
        load_portal("kontun")
    assert "\n" not in str(error.value)


def test_unknown_slug_without_neighbour_says_where_to_look():
    with pytest.raises(InputError, match="tuyengiao portals"):
        portals_by_slug(["qqqqqqqq"])


@pytest.mark.parametrize("slug", ["../kontum", "families/nukeviet", "", "KONTUM"])
def test_slug_is_no_path(slug):
    with pytest.raises(InputError, match="unknown portal"):
        load_portal(slug)


def test_unknown_family_names_the_nearest():
    with pytest.raises(InputError, match='did you mean "nukeviet"'):
        load_family("nukeviett")


def test_portals_keep_the_order_asked_and_repeat_nothing():
    assert [portal.slug for portal in portals_by_slug(["kontum", "caobang", "kontum"])] == ["kontum", "caobang"]


def test_two_portals_of_one_slug_are_refused(tmp_path: Path):
    other = tmp_path / "kontum.toml"
    other.write_text((FOLDER / "kontum.toml").read_text(encoding="utf-8") + '\n[fields]\ntitle = ["h4"]\n')
    with pytest.raises(InputError, match="two portals of the slug 'kontum'"):
        portals_by_slug(["kontum"], [other])


def test_one_portal_reads_two_files_only(monkeypatch):
    read: list[str] = []
    plain = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda path, **how: read.append(path.name) or plain(path, **how))
    load_portal.cache_clear()
    from crawler.portals import registry

    registry._family.cache_clear()
    load_portal("kontum")
    assert read == ["kontum.toml", "nukeviet.toml"]


def test_host_of_two_portals_is_told(tmp_path: Path, monkeypatch):
    for name in ("kontum", "caobang"):
        text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(
            re.sub(
                r"^hosts = .*$", 'hosts = ["www.a.vn"]' if name == "kontum" else 'hosts = ["a.vn"]', text, flags=re.M
            ),
            encoding="utf-8",
        )
    from crawler.portals import registry

    monkeypatch.setattr(registry, "FOLDER", tmp_path)
    load_portal.cache_clear()
    try:
        assert [problem.partition(": ")[2] for problem in registry_problems()] == [
            "hosts: www.a.vn belongs to caobang already"
        ]
    finally:
        load_portal.cache_clear()


def test_registry_file_keeps_its_name_as_slug(tmp_path: Path, monkeypatch):
    text = (FOLDER / "kontum.toml").read_text(encoding="utf-8")
    (tmp_path / "kontum.toml").write_text('slug = "other"\n' + text, encoding="utf-8")
    from crawler.portals import registry

    monkeypatch.setattr(registry, "FOLDER", tmp_path)
    load_portal.cache_clear()
    try:
        with pytest.raises(InputError, match="differs from the file's name"):
            load_portal("kontum")
    finally:
        load_portal.cache_clear()


def test_file_outside_the_registry_may_choose_its_slug(tmp_path: Path):
    text = (FOLDER / "kontum.toml").read_text(encoding="utf-8")
    (tmp_path / "any name.toml").write_text('slug = "mine"\n' + text, encoding="utf-8")
    assert load_portal_file(tmp_path / "any name.toml").slug == "mine"
