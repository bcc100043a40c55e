"""Each article page of the demonstration portals, read in this process and compared field by field."""

from datetime import UTC, datetime

import pytest

from corpus.article import Article
from corpus.demo.portals import portal_toml
from corpus.demo.render import render
from corpus.demo.routes import edition
from corpus.demo.site import sites
from corpus.demo.truth import expected
from crawler.items import Context, Page
from crawler.portals import load_portal_file
from crawler.urls import identity
from pipelines.extract import extract

SITES = tuple(sites())
HOST = "127.0.0.1:9100"
FETCHED = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
FIELDS = ("title", "lead", "body", "byline", "authors", "source", "section", "tags", "published_at", "updated_at")


@pytest.fixture(scope="module")
def portals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portals")
    found = {}
    for slug, site in sites().items():
        path = folder / f"demo-{slug}.toml"
        path.write_text(portal_toml(site, HOST), encoding="utf-8")
        found[slug] = load_portal_file(path)
    return found


def read(portals, site, address, **how):
    """What extraction makes of the page at *address*."""
    answer = render(site, address, base_url=f"http://{HOST}", **how)
    url = f"http://{HOST}{address}"
    context = Context(portal=f"demo-{site}", portal_digest="", crawl_id=1, frontier_id=1, kind="article")
    page = Page(
        url=url,
        requested_url=url,
        status=answer.status,
        content_type=answer.headers.get("Content-Type", ""),
        body=answer.body,
        fetched_at=FETCHED,
        context=context,
    )
    return extract(page, portals[site])


@pytest.fixture(scope="module")
def articles(portals):
    """By site and state: pairs of what is expected and what was read."""
    return {
        (site, state): [(one, read(portals, site, one.path, state=state)) for one in expected(site, state)]
        for site in SITES
        for state in ("first", "later")
    }


@pytest.mark.parametrize("state", ["first", "later"])
@pytest.mark.parametrize("site", SITES)
def test_every_article_page_is_an_article(articles, site, state):
    assert [one.story_id for one, found in articles[site, state] if not isinstance(found, Article)] == []


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("site", SITES)
def test_a_field_is_as_printed(articles, site, field):
    wrong = {
        one.story_id: (getattr(found, field), getattr(one, field))
        for one, found in articles[site, "first"] + articles[site, "later"]
        if getattr(found, field) != getattr(one, field)
    }
    assert not wrong


@pytest.mark.parametrize("site", SITES)
def test_the_precision_of_a_date_is_that_of_what_the_page_says(articles, site):
    assert all(found.published_precision == one.precision for one, found in articles[site, "first"])


@pytest.mark.parametrize("site", SITES)
def test_every_date_is_the_printed_one(articles, site):
    assert {found.published_method for _, found in articles[site, "first"]} == {"printed"}


@pytest.mark.parametrize("site", SITES)
def test_captions_are_apart_from_their_credits(articles, site):
    for one, found in articles[site, "first"]:
        captions = tuple((block.text, block.credit) for block in found.blocks if block.type == "caption")
        assert captions == one.captions, one.story_id


@pytest.mark.parametrize("site", SITES)
def test_each_image_has_its_caption_in_reading_order(articles, site):
    for one, found in articles[site, "first"]:
        assert tuple((image.caption, image.credit) for image in found.images) == one.captions, one.story_id


@pytest.mark.parametrize("site", SITES)
def test_attachments_have_the_names_and_addresses_of_their_links(articles, site):
    for one, found in articles[site, "first"]:
        wanted = tuple((name, f"http://{HOST}{address}") for name, address in one.attachments)
        assert tuple((file.name, file.url) for file in found.attachments) == wanted, one.story_id


@pytest.mark.parametrize("site", SITES)
def test_a_family_is_read_by_its_selectors(articles, site):
    method = "trafilatura" if site == "generic" else "selectors"
    assert {found.extraction_method for _, found in articles[site, "first"]} == {method}


KNOWN_BY_TRAIT = {
    "no_lead": {"no_lead", "attachment_only", "gallery", "official_letter"},
    "short_body": {"attachment_only", "gallery"},
    "attachment_only": {"attachment_only"},
    "gallery": {"gallery"},
}


@pytest.mark.parametrize("site", SITES)
def test_doubts_are_those_that_the_content_gives_cause_for(articles, site):
    for one, found in articles[site, "first"]:
        # The only date of this system's pages is labelled as that of an update.
        doubts = set(found.quality_flags) - ({"updated_only"} if site == "dotnetnuke" else set())
        assert all(one.traits & KNOWN_BY_TRAIT.get(flag, set()) for flag in doubts), (one.story_id, doubts)


def content(found):
    return (found.title, found.lead, found.body, found.blocks, found.published_at, found.byline, found.source)


@pytest.mark.parametrize("site", SITES)
def test_counters_and_turning_teasers_change_nothing(portals, site):
    for one in expected(site)[::4]:
        first, second = (read(portals, site, one.path, hit=hit) for hit in (0, 4))
        assert content(first) == content(second), one.story_id


@pytest.mark.parametrize("site", SITES)
def test_an_article_that_was_not_edited_reads_the_same_on_the_second_visit(articles, site):
    before = {one.story_id: found for one, found in articles[site, "first"]}
    same = [(one, found) for one, found in articles[site, "later"] if one.story_id in before and not one.edited]
    assert len(same) > 20
    assert [one.story_id for one, found in same if content(found) != content(before[one.story_id])] == []


@pytest.mark.parametrize("site", SITES)
def test_menus_and_scripts_of_heavy_pages_change_nothing(portals, articles, site):
    for one, found in articles[site, "first"][::5]:
        assert content(read(portals, site, one.path, heavy=True)) == content(found), one.story_id


@pytest.mark.parametrize(
    ("site", "kind"), [("nukeviet", "print"), ("nukeviet", "save"), ("liferay", "language"), ("dotnetnuke", "article")]
)
def test_a_twin_has_the_identity_of_its_article(portals, site, kind):
    made = edition(site)
    twins = [route for route in made.routes.values() if route.kind == kind and route.name and route.story]
    assert twins
    for route in twins:
        own, other = (
            identity(f"http://{HOST}{address}", "article", portals[site]) for address in (route.address, route.name)
        )
        assert own == other


@pytest.mark.parametrize("site", SITES)
def test_a_missing_page_is_no_article(portals, site):
    assert read(portals, site, "/khong-co-bai-nay-12.html").reason == "soft_404"
