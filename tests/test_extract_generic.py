"""Pages of systems for which there are no rules: their markup as stock themes render it, in few words."""

from __future__ import annotations

import pytest
from extract_pages import LEAD, P1, P2, P3, TITLE, article, generic, portal

from corpus.article import Article
from crawler.portals.spec import Fields

SITE = "Trang tin thử"
TEXT = f"<p>{P1}</p><p>{P2}</p><p>{P3}</p>"
BODY = f"{LEAD}\n{P1}\n{P2}\n{P3}"
MORE = "".join(
    f"<li class='wp-block-post'><h3><a href='/{n}'>Bài viết thứ {n} của chuyên mục tin tức</a></h3>"
    f"<time datetime='2026-01-0{n}'>0{n}/01/2026</time></li>"
    for n in (1, 2, 3, 4)
)
FIGURE = "<figure class='wp-block-image'><img src='/a.jpg'><figcaption>Giờ thực hành.</figcaption></figure>"

WORDPRESS = f"""<html lang="vi"><head><title>{TITLE} &#8211; {SITE}</title></head><body class="single tag-a category-b">
<a class="skip-link screen-reader-text" href="#c">Chuyển đến nội dung</a>
<header><p class="wp-block-site-title"><a href="/">{SITE}</a></p><nav><a href="/">Trang chủ</a></nav></header>
<main><h1 class="wp-block-post-title">{TITLE}</h1>
<div class="taxonomy-category wp-block-post-terms"><a href="/c" rel="tag">Tin trong tỉnh</a></div>
<div class="wp-block-post-date"><time datetime="2024-03-12T16:20:00+07:00">March 12, 2024</time></div>
<div class="entry-content wp-block-post-content"><p><strong>{LEAD}</strong></p>{FIGURE}{TEXT}</div>
<div class="comment-respond"><h3>Để lại một bình luận</h3><form>Email của bạn</form></div>
<h2>More posts</h2><ul class="wp-block-post-template">{MORE}</ul></main>
<footer><p>Cơ quan chủ quản: Ban Tuyên giáo thử, địa chỉ ở số một đường Hòa Bình, thị xã Thử.</p></footer></body></html>"""

WORDPRESS_CLASSIC = f"""<html><head><title>{TITLE} - {SITE}</title></head><body class="single"><div id="page">
<header id="masthead"><p class="site-title"><a href="/">{SITE}</a></p><p>Vì sự nghiệp tuyên giáo của địa phương.</p></header>
<div id="content"><main><article class="post hentry category-tin tag-x"><header class="entry-header">
<h1 class="entry-title">{TITLE}</h1></header><div class="entry-content"><p><b>{LEAD}</b></p>
<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">Giờ thực hành.</p></div>{TEXT}</div>
<footer class="entry-footer"><span class="posted-on">Posted on <time class="entry-date published"
 datetime="2024-03-12T16:20:00+07:00">March 12, 2024</time></span><span class="cat-links"><a rel="category tag"
 href="/c">Tin trong tỉnh</a></span></footer></article><div id="comments"><h2>Leave a Reply</h2></div></main>
<aside class="widget-area"><h2>Recent Posts</h2><ul>{MORE}</ul></aside></div></div></body></html>"""

DRUPAL = f"""<html lang="vi"><head><title>{TITLE} | {SITE}</title></head><body><header><a href="/">{SITE}</a></header>
<nav class="breadcrumb"><ol><li><a href="/">Home</a></li><li><a href="/t">Tin trong tỉnh</a></li></ol></nav>
<main role="main"><h1 class="page-title"><span class="field--name-title">{TITLE}</span></h1><article class="node">
<div class="node__submitted">Submitted by <span>admin</span> on <time datetime="2024-03-12T16:20:00+07:00">Tue,
 03/12/2024 - 16:20</time></div><div class="node__content"><div class="field--name-field-sapo"><p>{LEAD}</p></div>
<div class="field--name-body field--type-text-with-summary">{FIGURE}{TEXT}</div>
<section class="field--name-comment"><h2>Add new comment</h2><form>Your name</form></section></div></article>
<div class="view"><h2>Bài mới</h2><ul>{MORE}</ul></div></main></body></html>"""

JOOMLA = f"""<html lang="vi-vn"><head><title>{TITLE}</title></head><body><main><div class="com-content-article item-page"
 itemscope itemtype="https://schema.org/Article"><div class="page-header"><h1 itemprop="headline">{TITLE}</h1></div>
<dl class="article-info"><dt class="article-info-term">Chi tiết</dt><dd>Viết bởi: Super User</dd><dd class="category-name">
Chuyên mục: <a href="/c">Tin trong tỉnh</a></dd><dd class="published"><time datetime="2024-03-12T16:20:00+07:00"
 itemprop="datePublished">Được đăng: 12 Tháng 3 2024</time></dd><dd class="hits">Lượt xem: 12</dd></dl>
<div itemprop="articleBody" class="com-content-article__body"><p><strong>{LEAD}</strong></p><p><img src="/a.jpg"></p>
<p><em>Giờ thực hành.</em></p>{TEXT}</div><nav class="pagenavigation"><a rel="prev" href="/p">Bài trước</a></nav></div></main>
<div class="sidebar-right"><h3>Tin mới</h3><ul class="mod-articleslatest">{MORE}</ul></div></body></html>"""

GHOST = f"""<html lang="vi"><head><title>{TITLE}</title><meta property="og:type" content="article"><meta
 property="og:title" content="{TITLE}"><script type="application/ld+json">{{"@graph": [{{"@type": "Article", "headline":
 "{TITLE}", "datePublished": "2024-03-12T09:20:00.000Z"}}]}}</script></head><body><header><a href="/">{SITE}</a></header>
<main><article class="gh-article"><header class="gh-article-header"><a class="gh-article-tag" href="/t">Tin trong tỉnh</a>
<h1>{TITLE}</h1><p class="gh-article-excerpt">{LEAD}</p><h4>Ban biên tập</h4><time datetime="2024-03-12">12 Mar 2024</time>
<span>3 min read</span></header><section class="gh-content"><figure class="kg-image-card"><img src="/a.jpg"><figcaption>Giờ
 thực hành.</figcaption></figure>{TEXT}</section></article></main><section><h2>Read more</h2>{MORE}</section></body></html>"""

TABLES = f"""<html><head><title>{SITE}</title></head><body><form id="aspnetForm"><table><tr><td colspan="2">Chủ nhật,
 22/11/2026</td></tr><tr><td><table><tr><td><a href="/">Trang chủ</a></td></tr></table></td><td><table><tr><td>
<a href="/">Trang chủ</a> &raquo; <a href="/t">Tin trong tỉnh</a></td></tr><tr><td><span class="tieude">{TITLE}</span></td></tr>
<tr><td>Ngày đăng: 12/03/2024 - 4:20 CH | Lượt xem: 1162</td></tr><tr><td class="trichdan"><b>{LEAD}</b></td></tr>
<tr><td><div>{P1}<br><br><table><tr><td><img src="/a.jpg"></td></tr><tr><td><i>Giờ thực hành.</i></td></tr></table>
{P2}<br><br>{P3}</div></td></tr><tr><td><b>Các tin khác</b></td></tr><tr><td><a href="/1">Bài viết thứ một của mục</a>
 (01/01/2026)</td></tr><tr><td><a href="/2">Bài viết thứ hai của mục</a> (02/01/2026)</td></tr></table></td></tr>
<tr><td colspan="2">Bản quyền thuộc Ban Tuyên giáo thử<br>Điện thoại: 0123</td></tr></table></form></body></html>"""

PAGES = {
    "WordPress blocks": WORDPRESS,
    "WordPress classic": WORDPRESS_CLASSIC,
    "Drupal": DRUPAL,
    "Joomla": JOOMLA,
    "Ghost": GHOST,
    "tables": TABLES,
}


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def found(request: pytest.FixtureRequest) -> Article:
    return generic(request.param)


def test_title_is_the_printed_one(found: Article) -> None:
    assert found.title == TITLE
    assert "title_guess" not in found.quality_flags


def test_body_is_lead_and_paragraphs_and_nothing_else(found: Article) -> None:
    assert found.body == BODY


def test_lead_is_found(found: Article) -> None:
    assert found.lead == LEAD


def test_day_is_found(found: Article) -> None:
    assert (found.published_at or "")[:10] == "2024-03-12"


def test_caption_belongs_to_its_image(found: Article) -> None:
    assert [(image.url, image.caption) for image in found.images] == [("https://a.example.vn/a.jpg", "Giờ thực hành.")]


def test_section_is_found(found: Article) -> None:
    assert found.section == "Tin trong tỉnh"


def test_account_names_and_notes_are_no_byline(found: Article) -> None:
    assert found.byline is None


def test_method_is_the_whole_page(found: Article) -> None:
    assert found.extraction_method == "trafilatura"


def test_month_first_dates_are_read_by_the_metadata() -> None:
    assert "month_first" in generic(DRUPAL).quality_flags


def test_clock_of_the_server_is_no_publication_date() -> None:
    html = TABLES.replace("Ngày đăng: 12/03/2024 - 4:20 CH | ", "")
    assert generic(html).published_at is None


def test_site_name_in_an_h1_is_not_the_title() -> None:
    html = (
        f"<html><head><title>{TITLE} - {SITE}</title><meta property='og:site_name' content='{SITE}'></head><body>"
        f"<h1><a href='/'>{SITE}</a></h1><div class='detail'><div class='detail-title'>{TITLE}</div>{TEXT}</div></body></html>"
    )
    assert generic(html).title == TITLE


def test_title_of_metadata_is_flagged_as_a_guess() -> None:
    html = f"<html><head><title>{TITLE} - {SITE}</title><meta property='og:site_name' content='{SITE}'></head><body><article>{TEXT}"
    found = generic(html + "</article></body></html>")
    assert found.title == TITLE
    assert "title_guess" in found.quality_flags


def test_broken_json_ld_does_no_harm() -> None:
    html = GHOST.replace('{"@graph"', '{broken "@graph"')
    assert generic(html).title == TITLE


def test_body_split_in_two_elements_is_read_whole() -> None:
    html = (
        f"<html><head><title>{TITLE}</title></head><body><div class='d'><h1>{TITLE}</h1><div><p>{P1}</p><p>{P2}</p></div>"
        f"<div><p>{P3}</p><p>{LEAD}</p></div></div></body></html>"
    )
    assert generic(html).body == f"{P1}\n{P2}\n{P3}\n{LEAD}"


def test_page_without_any_wrapper_is_read() -> None:
    html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{TEXT}</body></html>"
    assert generic(html).body == f"{P1}\n{P2}\n{P3}"


def test_rules_that_find_only_the_title_make_it_mixed() -> None:
    of = portal(fields=Fields(title=("h1",), body=("div.cu",)))
    found = article(WORDPRESS, of=of)
    assert (found.extraction_method, found.body) == ("mixed", BODY)


def test_text_of_a_card_with_a_linked_heading_is_not_read() -> None:
    card = f"<div class='the'><h3><a href='/k'>Giới thiệu về trang tin này</a></h3><p>{LEAD}</p></div>"
    html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{TEXT}</div>{card}</body></html>"
    assert generic(html).body == f"{P1}\n{P2}\n{P3}"


def test_lead_picture_before_the_body_keeps_its_caption() -> None:
    html = DRUPAL.replace(FIGURE, "").replace('<div class="node__content">', f'{FIGURE}<div class="node__content">')
    assert [image.caption for image in generic(html).images] == ["Giờ thực hành."]


def test_short_text_beside_the_title_wins_over_longer_text_elsewhere() -> None:
    html = (
        f"<html><head><title>{SITE}</title></head><body><table><tr><td><table><tr><td class='tieude'>{TITLE}</td></tr>"
        f"<tr><td>12/03/2024</td></tr><tr><td><div>{P1}</div></td></tr></table></td><td><table><tr><td>Thông báo</td></tr>"
        f"<tr><td><div><p>{P2}</p><p>{P3}</p></div></td></tr></table></td></tr></table></body></html>"
    )
    assert generic(html).body == P1


def test_heading_that_links_home_is_not_the_title() -> None:
    html = (
        f"<html><head><title>{SITE}</title></head><body><h1><a href='/'>{SITE}</a></h1><div>"
        f"<div class='detail-title'>{TITLE}</div><p>12/03/2024</p>{TEXT}</div></body></html>"
    )
    assert generic(html).title == TITLE
