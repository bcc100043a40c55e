"""The demonstration sites: pages, addresses, answers and truth."""

from __future__ import annotations

import gzip
import io
import re
import tomllib
import unicodedata
import zipfile
import zlib
from collections import deque
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from corpus.demo.addresses import listing_address, normal_address, page_count, slug_of
from corpus.demo.content import all_stories, many_articles
from corpus.demo.files import file_bytes
from corpus.demo.portals import write_portal_files
from corpus.demo.render import render
from corpus.demo.routes import edition
from corpus.demo.site import sites
from corpus.demo.truth import expected, split_tag

SITES = tuple(sites())
BASE = "http://127.0.0.1:8721"


def get(site, address, **options):
    return render(site, address, base_url=BASE, **options)


def tree(site, address, **options):
    return html.document_fromstring(get(site, address, **options).body.decode())


def links(site, address, **options):
    """Internal addresses that a page names: links, pictures, style sheets, scripts."""
    root = tree(site, address, **options)
    values = root.xpath("//a/@href | //img/@src | //link/@href | //script/@src | //option/@value")
    found = set()
    for value in values:
        full = urljoin(BASE + address, value.strip())
        if full.startswith(BASE + "/"):
            found.add(full.removeprefix(BASE).partition("#")[0])
    return found


def crawl(site, state="first"):
    """Address to status of all that links lead to from the home page."""
    start = sites()[site].routes.home
    seen, queue = {}, deque([start])
    while queue:
        address = queue.popleft()
        key = normal_address(sites()[site], address)
        if key in seen:
            continue
        made = get(site, address, state=state)
        while made.status in (301, 302):
            address = made.headers["Location"].removeprefix(BASE)
            made = get(site, address, state=state)
        seen[key] = (address, made.status)
        if made.headers["Content-Type"].startswith("text/html"):
            queue.extend(links(site, address, state=state))
    return seen


@pytest.fixture(scope="module")
def crawled():
    return {site: crawl(site) for site in SITES}


def articles_of(site):
    return [route for route in edition(site).routes.values() if route.kind == "article"]


@pytest.mark.parametrize("site", SITES)
def test_no_internal_link_is_broken(site, crawled):
    broken = [address for address, status in crawled[site].values() if status != 200]
    assert broken == []


@pytest.mark.parametrize("site", SITES)
def test_no_internal_link_leads_to_the_page_for_missing_ones(site, crawled):
    assert [address for address, _ in crawled[site].values() if edition(site).find(address) is None] == []


@pytest.mark.parametrize("site", SITES)
def test_every_article_is_reached_by_links(site, crawled):
    wanted = {normal_address(sites()[site], address) for address in edition(site).addresses.values()}
    assert wanted <= set(crawled[site])


@pytest.mark.parametrize("site", SITES)
def test_pagers_cover_all_articles(site):
    found = edition(site)
    listed = set()
    for section in sites()[site].sections:
        address = listing_address(sites()[site], section)
        for page in range(1, page_count(sites()[site], len(found.in_section(section.slug))) + 1):
            address = listing_address(sites()[site], section, page)
            listed |= {normal_address(sites()[site], link) for link in links(site, address)}
    assert {normal_address(sites()[site], address) for address in found.addresses.values()} <= listed


@pytest.mark.parametrize("site", SITES)
def test_a_listing_page_has_at_most_ten_items_newest_first(site):
    found = edition(site)
    for section in sites()[site].sections:
        stories = found.in_section(section.slug)
        assert [story.published for story in stories] == sorted((s.published for s in stories), reverse=True)
    assert sites()[site].page_size == 10


def test_some_section_of_a_large_edition_has_several_pages():
    first = listing_address(sites()["sharepoint"], sites()["sharepoint"].sections[0])
    assert any("PageIndex=10" in link for link in links("sharepoint", first, count=200))


@pytest.mark.parametrize("site", SITES)
def test_every_page_is_well_formed_html(site):
    for route in edition(site).routes.values():
        made = get(site, route.address)
        if made.status != 200 or not made.headers["Content-Type"].startswith("text/html"):
            continue
        parser = etree.HTMLParser(encoding="utf-8", recover=True)
        etree.fromstring(made.body, parser)
        # 801 is "unknown tag", raised for HTML5 elements by libxml2
        faults = [fault for fault in parser.error_log if fault.type != 801]
        assert faults == [], route.address


@pytest.mark.parametrize("site", SITES)
def test_feeds_and_sitemaps_are_well_formed_xml(site):
    kinds = {"feed", "sitemap", "urlset", "news_sitemap"}
    for route in [route for route in edition(site).routes.values() if route.kind in kinds]:
        body = get(site, route.address).body
        etree.fromstring(gzip.decompress(body) if route.address.endswith(".gz") else body)


@pytest.mark.parametrize("site", SITES)
def test_the_title_is_printed_on_the_article_page(site):
    for one in expected(site):
        text = unicodedata.normalize("NFC", tree(site, one.path).text_content())
        text = text.replace("\u00d0", "Đ").replace("\u00a0", " ")
        assert one.title in text


def squashed(text):
    """Letters and digits alone: what markup puts between words does not matter."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text).replace("\u00d0", "Đ"))


@pytest.mark.parametrize("site", SITES)
def test_every_block_of_the_body_is_on_the_page(site):
    for one in expected(site):
        page = squashed(tree(site, one.path).text_content())
        for line in one.body.split("\n"):
            cells = line.strip("| ").split(" | ") if line.startswith("|") else [re.sub(r"^\d+\. ", "", line)]
            assert all(squashed(cell) in page for cell in cells), line


@pytest.mark.parametrize("site", SITES)
def test_pages_are_the_same_apart_from_counters(site):
    def still(body):
        return re.sub(rb"\d+", b"0", body)

    for route in articles_of(site)[:5]:
        assert still(get(site, route.address, hit=0).body) == still(get(site, route.address, hit=3).body)


@pytest.mark.parametrize("site", SITES)
def test_counters_grow_with_each_fetch(site):
    address = articles_of(site)[0].address
    assert get(site, address, hit=0).body != get(site, address, hit=3).body


@pytest.mark.parametrize("site", SITES)
def test_teasers_turn_with_each_fetch(site):
    address = articles_of(site)[0].address
    assert links(site, address, hit=0) != links(site, address, hit=1)


@pytest.mark.parametrize("site", SITES)
def test_rendering_twice_gives_the_same_bytes(site):
    address = articles_of(site)[0].address
    assert get(site, address, hit=2) == get(site, address, hit=2)


@pytest.mark.parametrize(
    ("site", "kind"),
    [
        ("nukeviet", "print"),
        ("nukeviet", "save"),
        ("liferay", "language"),
        ("vnptportal", "print"),
        ("dotnetnuke", "print"),
    ],
)
def test_twins_hold_the_article(site, kind):
    stories = {route.story.id for route in edition(site).routes.values() if route.kind == kind}
    assert stories == {story.id for story in edition(site).stories}
    route = next(route for route in edition(site).routes.values() if route.kind == kind)
    assert get(site, route.address).status == 200
    assert route.story.title in tree(site, route.address).text_content() or "nfd" in route.story.traits


def test_the_save_twin_begins_with_the_site():
    route = next(route for route in edition("nukeviet").routes.values() if route.kind == "save")
    body = tree("nukeviet", route.address).find("body")
    assert body[0].text_content() == sites()["nukeviet"].name


def test_update_language_in_a_foreign_language_has_a_null_title():
    route = next(
        route for route in edition("liferay").routes.values() if route.kind == "language" and "fi_FI" in route.address
    )
    assert tree("liferay", route.address).xpath("//h2[@class='asset-title']/text()") == ["null"]


def test_update_language_names_its_article():
    for route in edition("liferay").routes.values():
        if route.kind == "language":
            target = parse_qs(urlsplit(route.address).query)["redirect"][0]
            assert target.partition("?plid")[0] == edition("liferay").addresses[route.story.id]


@pytest.mark.parametrize("site", ["nukeviet", "liferay", "generic"])
def test_old_addresses_redirect_to_the_article(site):
    for route in edition(site).routes.values():
        if route.kind == "redirect":
            made = get(site, route.address)
            assert (made.status, made.headers["Location"]) == (301, BASE + edition(site).addresses[route.story.id])


def test_a_missing_slash_is_redirected():
    assert get("nukeviet", "/tuyen-truyen").headers["Location"] == BASE + "/tuyen-truyen/"


@pytest.mark.parametrize("site", SITES)
def test_tracking_parameters_change_nothing(site):
    address = articles_of(site)[0].address
    noisy = address + ("&" if "?" in address else "?") + "utm_source=rss&utm_medium=feed"
    assert get(site, noisy).body == get(site, address).body


@pytest.mark.parametrize(
    ("site", "noise"), [("liferay", "inheritRedirect=false&redirect=http"), ("sharepoint", "&l=Tin")]
)
def test_links_of_listings_carry_noise(site, noise):
    one = sites()[site]
    found = {link for section in one.sections for link in links(site, listing_address(one, section))}
    noisy = [link for link in found if noise in link]
    assert noisy
    assert all(link.count("?") == 1 and edition(site).find(link).kind == "article" for link in noisy)


@given(site=st.sampled_from(SITES), address=st.text(st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_address_has_an_answer(site, address):
    assert get(site, "/" + address).status in {200, 301, 404, 410}


@given(site=st.sampled_from(SITES), address=st.text(st.characters(codec="ascii"), max_size=40))
def test_normal_addresses_stay_what_they_are(site, address):
    assume("%" not in address and "+" not in address)
    normal = normal_address(sites()[site], "/" + address)
    assert normal_address(sites()[site], normal) == normal


def test_case_is_ignored_where_the_server_is_windows():
    address = next(route.address for route in articles_of("sharepoint") if "/Pages/" in route.address)
    assert get("sharepoint", address.lower()).body == get("sharepoint", address).body


def test_the_key_parameter_is_decoration():
    story = edition("dotnetnuke").stories[0]
    address = edition("dotnetnuke").addresses[story.id]
    assert get("dotnetnuke", address.partition("&key=")[0] + "&key=khac").status == 200


@pytest.mark.parametrize(("site", "status"), [("nukeviet", 404), ("sharepoint", 200), ("dotnetnuke", 404)])
def test_a_missing_page_answers_as_its_site_does(site, status):
    assert get(site, "/khong/co").status == status


def test_the_soft_404_says_so():
    assert "không tồn tại" in tree("sharepoint", "/khong/co").text_content()


REMOVED = {"nukeviet": 404, "sharepoint": 200, "liferay": 404, "vnptportal": 410, "dotnetnuke": 302, "generic": 404}


@pytest.mark.parametrize("site", SITES)
def test_removed_articles_answer_as_their_site_does(site):
    gone = {one.path for one in expected(site)} - {one.path for one in expected(site, "later")}
    assert gone
    for path in gone:
        assert get(site, path, state="first").status == 200
        assert get(site, path, state="later").status == REMOVED[site]


@pytest.mark.parametrize("site", SITES)
def test_removed_articles_are_linked_nowhere_later(site):
    seen = crawl(site, "later")
    gone = {one.path for one in expected(site)} - {one.path for one in expected(site, "later")}
    assert {normal_address(sites()[site], path) for path in gone}.isdisjoint(seen)


def test_edited_articles_keep_their_address_and_change_their_words():
    edits = 0
    for site in SITES:
        first = {one.story_id: one for one in expected(site)}
        for one in expected(site, "later"):
            if one.edited:
                edits += 1
                before = first[one.story_id]
                assert one.path == before.path
                assert (one.title, one.lead, one.body) != (before.title, before.lead, before.body)
    assert edits >= 6


@pytest.mark.parametrize("site", ["nukeviet", "sharepoint", "generic"])
def test_a_new_article_appears_later(site):
    new = {one.story_id for one in expected(site, "later")} - {one.story_id for one in expected(site)}
    assert new == set(sites()[site].later_only)


def test_one_site_has_neither_feed_nor_sitemap():
    kinds = {route.kind for route in edition("sharepoint").routes.values()}
    assert not kinds & {"feed", "sitemap", "urlset", "news_sitemap"}
    assert b"Sitemap" not in get("sharepoint", "/robots.txt").body


@pytest.mark.parametrize("site", [site for site in SITES if site != "sharepoint"])
def test_robots_names_the_sitemap(site):
    assert f"Sitemap: {BASE}{sites()[site].routes.sitemap}\n" in get(site, "/robots.txt").body.decode()


@pytest.mark.parametrize("site", SITES)
def test_robots_disallows_the_login_page(site):
    rules = re.findall(r"Disallow: (\S+)", get(site, "/robots.txt").body.decode())
    assert any(sites()[site].routes.login.startswith(rule) for rule in rules)


def located(site, address, **options):
    made = get(site, address, **options)
    body = gzip.decompress(made.body) if address.endswith(".gz") else made.body
    return [node.text.removeprefix(BASE) for node in etree.fromstring(body).iter("{*}loc") if "image" not in node.tag]


@pytest.mark.parametrize("site", ["nukeviet", "vnptportal", "dotnetnuke", "generic"])
def test_sitemaps_list_every_article(site):
    routes = [route for route in edition(site).routes.values() if route.kind == "urlset"]
    listed = {address for route in routes for address in located(site, route.address)}
    assert set(edition(site).addresses.values()) <= listed


def test_a_sitemap_misses_some_articles():
    urlset = sites()["liferay"].routes.urlsets[0]
    missed = set(edition("liferay").addresses.values()) - set(located("liferay", urlset))
    assert len(missed) == len(sites()["liferay"].unlisted) > 0


def test_sitemap_indexes_name_what_exists():
    for site in SITES:
        for route in edition(site).routes.values():
            if route.kind == "sitemap":
                assert all(get(site, address).status == 200 for address in located(site, route.address))


def test_a_gzip_sitemap_is_gzip():
    assert get("vnptportal", "/sitemap-tin-bai.xml.gz").body[:2] == b"\x1f\x8b"


def test_the_news_sitemap_dates_its_articles():
    root = etree.fromstring(get("generic", "/news-sitemap.xml").body)
    dates = [node.text for node in root.iter("{*}publication_date")]
    assert dates
    assert all(date.endswith("+07:00") for date in dates)


def test_a_feed_lists_only_the_newest_ten():
    root = etree.fromstring(get("generic", "/feed/").body)
    assert len(root.findall("channel/item")) == 10 < len(edition("generic").stories)


def test_feed_links_lead_to_articles():
    root = etree.fromstring(get("nukeviet", "/rss/").body)
    for item in root.findall("channel/item"):
        address = item.findtext("link").removeprefix(BASE)
        assert "utm_source=rss" in address
        assert edition("nukeviet").find(address).kind == "article"


def test_section_feeds_hold_their_section_alone():
    section = sites()["nukeviet"].sections[0]
    root = etree.fromstring(get("nukeviet", f"/rss/{section.slug}/").body)
    assert {item.findtext("category") for item in root.findall("channel/item")} == {section.name}


def test_hidden_spans_of_nukeviet_hold_the_date():
    one = next(one for one in expected("nukeviet") if one.precision == "minute")
    span = tree("nukeviet", one.path).xpath("//span[@itemprop='datePublished']")[0]
    assert span.text == one.published_at
    assert "hidden" in span.get("class")


PRINTED = {
    "nukeviet": ("//span[@class='h5']", r"(?:Thứ \w+|Chủ nhật) - \d\d/\d\d/\d{4} \d\d:\d\d"),
    "sharepoint": ("//div[@class='date-line']", r"\d\d/\d\d/\d{4} \d{1,2}:\d\d (?:SA|CH)|00:00 \d\d/\d\d/\d{4}"),
    "liferay": ("//span[contains(@class,'metadata-publish-date')]", r"\w{3}, \d\d/\d\d/\d{4} \| \d\d:\d\d [AP]M"),
    "vnptportal": ("//span[@class='date']", r"Ngày đăng: \d\d/\d\d/\d{4}(?: \d\d:\d\d)?"),
    "dotnetnuke": ("//span[@class='ngay_dang']", r"\[ Cập nhật vào ngày \(\d\d/\d\d/\d{4}\) \]"),
    "generic": ("//time[@class='entry-date published']", r"\d\d Tháng \w+(?: \w+)? \d{4}"),
}


@pytest.mark.parametrize("site", SITES)
def test_dates_are_printed_in_the_form_of_the_family(site):
    where, form = PRINTED[site]
    for one in expected(site):
        assert re.fullmatch(form, tree(site, one.path).xpath(where)[0].text)


@pytest.mark.parametrize("site", SITES)
def test_a_clock_stands_before_the_date(site):
    one = expected(site)[0]
    page = get(site, one.path).body.decode()
    where, _ = PRINTED[site]
    printed = tree(site, one.path).xpath(where)[0].text
    assert page.index("02/11/2026") < page.rindex(printed)


def test_traps_of_sharepoint_are_there():
    text = tree("sharepoint", expected("sharepoint")[0].path).text_content()
    for token in ("Skip Ribbon Commands", "Sign In", "Bỏ qua nội dung chính", "Tab 1 of 2.", "Focus on Content"):
        assert token in text


def test_list_views_leak_raw_columns():
    address = listing_address(sites()["sharepoint"], sites()["sharepoint"].sections[0])
    cells = [cell.text for cell in tree("sharepoint", address).xpath("//td[@class='ms-vb2']")]
    assert {"Tin", "No", "Đã ban hành"} <= set(cells)


def test_the_counter_block_of_vnpt_stands_above_the_title():
    page = get("vnptportal", expected("vnptportal")[0].path).body.decode()
    assert page.index("Thống kê truy cập") < page.index("<h1")
    assert 'alt="image banner"' in page


def test_liferay_leaks_an_unresolved_key():
    assert "cms-view-count: " in tree("liferay", expected("liferay")[0].path).text_content()


def test_nfd_stories_are_rendered_decomposed():
    one = next(one for site in SITES for one in expected(site) if "nfd" in one.traits)
    page = get(one.site, one.path).body.decode()
    assert unicodedata.normalize("NFD", one.title) in html.document_fromstring(page).text_content()
    assert one.title == unicodedata.normalize("NFC", one.title)


def test_entity_stories_are_rendered_with_references():
    one = next(one for site in SITES for one in expected(site) if "entities" in one.traits)
    assert re.search(r"&#\d{3,5};", get(one.site, one.path).body.decode())


def test_eth_stories_are_rendered_with_eth():
    one = next(one for site in SITES for one in expected(site) if "eth" in one.traits)
    assert "\u00d0" in get(one.site, one.path).body.decode()
    assert "\u00d0" not in one.body


def test_nbsp_stories_are_rendered_with_hard_spaces():
    one = next(one for site in SITES for one in expected(site) if "nbsp" in one.traits)
    assert "\u00a0" in get(one.site, one.path).body.decode()


def test_hard_wrapped_stories_break_their_lines():
    for site in SITES:
        for one in [one for one in expected(site) if "hard_wraps" in one.traits]:
            page = get(site, one.path).body.decode()
            paragraph = next(line for line in one.body.split("\n")[1:] if len(line) > 120)
            assert paragraph not in page.replace("<br />\n", "\n")


def test_lead_tags_are_not_in_the_expected_lead():
    assert split_tag("(HG) - Sáng nay") == ("HG", "Sáng nay")
    assert split_tag("ĐTO – Sáng nay") == ("ĐTO", "Sáng nay")
    assert all(not (one.lead or "").startswith("(") for site in SITES for one in expected(site))


def test_attachments_of_the_truth_are_served():
    found = [(one.site, address) for site in SITES for one in expected(site) for _, address in one.attachments]
    assert found
    for site, address in found:
        assert get(site, address).status == 200


def test_pictures_are_valid_png():
    data = file_bytes("anh-01.png")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, kinds = 8, []
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert zlib.crc32(kind + body) == int.from_bytes(data[at + 8 + size : at + 12 + size])
        kinds.append(kind)
        at += 12 + size
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


def test_pdf_offsets_are_right():
    data = file_bytes("huong-dan.pdf")
    table = int(re.search(rb"startxref\n(\d+)", data)[1])
    assert data[table:].startswith(b"xref")
    for number, offset in enumerate(re.findall(rb"(\d{10}) 00000 n", data), 1):
        assert data[int(offset) :].startswith(b"%d 0 obj" % number)


def test_office_files_are_archives():
    assert zipfile.ZipFile(io.BytesIO(file_bytes("mau-01.docx"))).testzip() is None


def test_slugs_are_cut_at_a_word_with_the_mark():
    long = "Ngành tuyên giáo bám sát nhiệm vụ chính trị không ngừng đổi mới nâng cao hiệu quả hoạt động"
    slug = slug_of(long, sites()["vnptportal"])
    assert len(slug) <= 72
    assert slug.endswith("-")


def test_page_names_of_sharepoint_keep_the_letter_d_encoded():
    assert slug_of("Đảng bộ, đồng bằng", sites()["sharepoint"]) == "%C4%90angBo%C4%90ongBang"


def test_addresses_of_reposts_differ():
    for site in SITES:
        addresses = list(edition(site).addresses.values())
        assert len({normal_address(sites()[site], address) for address in addresses}) == len(addresses)


@pytest.mark.parametrize("site", SITES)
def test_synthetic_articles_are_distinct(site):
    made = expected(site, count=60)
    assert len({one.body for one in made}) == len({one.title for one in made}) == len({one.path for one in made}) == 60


def test_synthetic_articles_are_as_many_as_asked():
    assert len(many_articles("nukeviet", 7)) == 7


@pytest.mark.parametrize("site", SITES)
def test_heavy_pages_weigh_what_real_ones_do(site):
    sizes = [len(get(site, one.path, count=40, heavy=True).body) for one in expected(site, count=40)]
    assert min(sizes) >= 60_000
    assert max(sizes) <= 125_000


@pytest.mark.parametrize("site", SITES)
def test_heavy_pages_have_no_broken_links(site):
    known = edition(site, "first", 40)
    one = expected(site, count=40)[0]
    assert [link for link in links(site, one.path, count=40, heavy=True) if known.find(link) is None] == []


def test_portal_files_are_written_for_all_sites(tmp_path):
    urls = {site: f"http://127.0.0.1:{9000 + place}" for place, site in enumerate(SITES)}
    files = write_portal_files(tmp_path, urls)
    assert [path.name for path in files] == [f"demo-{site}.toml" for site in SITES]


@pytest.mark.parametrize("site", SITES)
def test_portal_files_load(site, tmp_path):
    from crawler.portals import load_portal_file

    (path,) = write_portal_files(tmp_path, {site: "http://127.0.0.1:9000"})
    portal = load_portal_file(path)
    assert (portal.slug, portal.kind, portal.hosts) == (f"demo-{site}", "demo", ("127.0.0.1:9000",))
    assert (portal.province is None) == (portal.level == "central")


def test_portal_files_are_short_toml(tmp_path):
    for path in write_portal_files(tmp_path, dict.fromkeys(SITES, "http://127.0.0.1:9000")):
        assert tomllib.loads(path.read_text())["delay_secs"] == 0


def test_there_are_at_least_150_articles():
    assert sum(len(expected(site)) for site in SITES) >= 150


@pytest.mark.parametrize("site", SITES)
def test_every_story_has_its_truth(site):
    assert {one.story_id for one in expected(site)} | set(sites()[site].later_only) == {
        story.id for story in all_stories(site)
    }
