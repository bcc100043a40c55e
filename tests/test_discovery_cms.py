"""Listings of systems that no family describes: every article found, nothing else taken for one."""

from __future__ import annotations

import pytest
from discovery_pages import BARE, HOST, articles, make_page, make_portal, next_page, paths, sections

from crawler.discovery import read_links

WORDPRESS = """<!DOCTYPE html><html><head><title>Ban Tuyên giáo</title>
<link rel="alternate" type="application/rss+xml" title="Dòng tin" href="https://{host}/feed/">
<link rel="alternate" type="application/rss+xml" title="Phản hồi" href="https://{host}/comments/feed/">
<link rel="EditURI" href="https://{host}/xmlrpc.php?rsd"></head>
<body class="home blog has-nav-menu">
<header id="masthead" class="site-header"><a class="custom-logo-link" href="/" rel="home"><img src="/l.png" alt="Trang tin điện tử của Ban Tuyên giáo Tỉnh ủy"></a>
<nav id="site-navigation" class="main-navigation"><ul class="menu">
<li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu/">Giới thiệu</a></li>
<li><a href="/category/tin-tuc/">Tin tức</a></li>
<li><a href="/category/hoc-tap-va-lam-theo-tu-tuong-dao-duc-phong-cach-ho-chi-minh/">Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh</a></li>
<li><a href="/lien-he/">Liên hệ</a></li></ul></nav></header>
<div id="content"><main id="main">
<article id="post-11" class="post"><header class="entry-header">
<h2 class="entry-title"><a href="{a1}" rel="bookmark">Hội nghị báo cáo viên tháng Năm ở huyện vùng cao</a></h2>
<div class="entry-meta"><span class="posted-on"><a href="{a1}" rel="bookmark"><time class="entry-date published" datetime="2024-05-17T08:30:00+07:00">17 Tháng Năm, 2024</time></a></span>
<span class="byline"><a class="url fn n" href="/author/bien-tap/">Biên tập</a></span></div></header>
<div class="entry-content"><p>Sáng nay, hơn một trăm báo cáo viên đã dự hội nghị và trao đổi về cách làm ở cơ sở.</p>
<p><a href="{a1}#more-11" class="more-link">Đọc tiếp</a></p></div>
<footer class="entry-footer"><span class="cat-links"><a href="/category/tin-tuc/" rel="category tag">Tin tức</a></span>
<span class="tags-links"><a href="/tag/bao-cao-vien/" rel="tag">báo cáo viên</a></span>
<span class="comments-link"><a href="{a1}#respond">Để lại bình luận</a></span></footer></article>
<article id="post-12" class="post"><header class="entry-header">
<h2 class="entry-title"><a href="{a2}" rel="bookmark">Thông báo</a></h2>
<div class="entry-meta"><time class="entry-date published" datetime="2024-05-02T00:00:00+07:00">2 Tháng Năm, 2024</time></div></header>
<div class="entry-content"><p>Lịch làm việc của cơ quan trong dịp nghỉ lễ sắp tới được thông báo như sau đây.</p></div></article>
<nav class="navigation posts-navigation"><div class="nav-links"><div class="nav-previous"><a href="/page/2/">Các bài cũ hơn</a></div></div></nav>
</main>
<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2>Bài viết mới</h2><ul>
<li><a href="{a1}">Hội nghị báo cáo viên tháng Năm ở huyện vùng cao</a></li>
<li><a href="{a3}">Phát động cuộc thi tìm hiểu lịch sử Đảng bộ tỉnh</a></li></ul></section>
<section class="widget widget_archive"><ul><li><a href="/2024/05/">Tháng Năm 2024</a></li><li><a href="/2024/04/">Tháng Tư 2024</a></li></ul></section>
<section class="widget widget_categories"><ul><li class="cat-item"><a href="/category/van-ban/">Văn bản</a></li></ul></section>
<section class="widget widget_tag_cloud"><div class="tagcloud"><a href="/tag/mot-the-rat-dai-ve-cong-tac/">một thẻ rất dài về công tác tuyên giáo</a></div></section>
<section class="widget widget_meta"><ul><li><a href="/wp-login.php">Đăng nhập</a></li></ul></section></aside></div>
<footer class="site-footer"><a href="/chinh-sach-bao-mat-va-dieu-khoan-su-dung-trang/">Chính sách bảo mật và điều khoản sử dụng trang</a>
<a href="https://vi.wordpress.org/">Được tạo bằng WordPress</a></footer></body></html>"""

DATED = WORDPRESS.format(
    host=HOST,
    a1="/2024/05/hoi-nghi-bao-cao-vien-thang-nam/",
    a2="/2024/05/thong-bao/",
    a3="/2024/04/phat-dong-cuoc-thi/",
)
PLAIN = WORDPRESS.format(
    host=HOST, a1="/hoi-nghi-bao-cao-vien-thang-nam/", a2="/thong-bao-3/", a3="/phat-dong-cuoc-thi-tim-hieu-lich-su/"
)

DRUPAL = """<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>
<header role="banner"><nav role="navigation" class="menu--main"><ul class="menu"><li><a href="/">Trang chủ</a></li>
<li><a href="/node/2">Giới thiệu</a></li><li><a href="/tin-tuc">Tin tức</a></li><li><a href="/user/login">Đăng nhập</a></li></ul></nav></header>
<main role="main"><div class="view-content">
<div class="views-row"><article class="node node--type-article node--view-mode-teaser"><h2><a href="/node/41" rel="bookmark"><span>Tập huấn nghiệp vụ tuyên giáo cơ sở</span></a></h2>
<footer class="node__meta"><span>Bởi bien-tap, 12/01/2024 - 08:15</span></footer><ul class="links inline"><li><a href="/node/41" title="Tập huấn nghiệp vụ tuyên giáo cơ sở">Xem thêm</a></li><li><a href="/user/login?destination=/node/41">Đăng nhập để bình luận</a></li></ul></article></div>
<div class="views-row"><article class="node node--type-article node--view-mode-teaser"><h2><a href="/tin-tuc/ky-niem-ngay-truyen-thong"><span>Kỷ niệm ngày truyền thống ngành</span></a></h2>
<footer class="node__meta"><span>Bởi bien-tap, 09/01/2024 - 14:00</span></footer><div class="field--tags"><a href="/taxonomy/term/7" rel="tag">kỷ niệm</a></div></article></div>
</div>
<nav class="pager" role="navigation"><ul class="pager__items"><li class="pager__item is-active"><a href="?page=0" title="Current page">1</a></li>
<li class="pager__item"><a href="?page=1" title="Go to page 2">2</a></li><li class="pager__item"><a href="?page=2">3</a></li>
<li class="pager__item pager__item--last"><a href="?page=17"><span>Last »</span></a></li></ul></nav></main>
<footer role="contentinfo"><a href="/lien-he">Liên hệ</a></footer></body></html>"""

JOOMLA = """<html><body><div id="header"><ul class="nav menu mod-list">
<li class="item-101"><a href="/index.php">Trang chủ</a></li><li class="item-102"><a href="/tin-hoat-dong">Tin hoạt động</a></li>
<li class="item-103"><a href="/nghien-cuu-trao-doi">Nghiên cứu - Trao đổi</a></li></ul></div>
<div class="blog"><div class="items-leading"><div class="leading-0"><h2 itemprop="name"><a href="/tin-hoat-dong/215-doan-cong-tac-lam-viec-voi-huyen-uy" itemprop="url">Đoàn công tác làm việc với Huyện ủy</a></h2>
<dl class="article-info"><dd class="category-name">Chuyên mục: <a href="/tin-hoat-dong">Tin hoạt động</a></dd><dd class="published"><time datetime="2023-11-03T09:00:00+07:00">03 Tháng 11 2023</time></dd><dd class="hits">Lượt xem: 120</dd></dl>
<p class="readmore"><a class="btn" href="/tin-hoat-dong/215-doan-cong-tac-lam-viec-voi-huyen-uy">Đọc thêm: Đoàn công tác…</a></p>
<ul class="actions"><li class="print-icon"><a href="/tin-hoat-dong/215-doan-cong-tac-lam-viec-voi-huyen-uy?tmpl=component&amp;print=1" rel="nofollow">In</a></li><li class="email-icon"><a href="/component/mailto/?tmpl=component&amp;link=abc" rel="nofollow">Email</a></li></ul></div></div>
<div class="items-row"><h2><a href="/tin-hoat-dong/214-giao-ban-quy">Giao ban quý</a></h2><dl class="article-info"><dd class="published">01 Tháng 11 2023</dd></dl></div>
<div class="items-row"><h2><a href="/tin-hoat-dong/213-so-ket-cong-tac-sau-thang">Sơ kết công tác sáu tháng</a></h2><dl class="article-info"><dd class="published">30 Tháng 10 2023</dd></dl></div></div>
<div class="pagination"><p class="counter">Trang 1 / 9</p><ul><li class="pagination-start"><span class="pagenav">Bắt đầu</span></li><li><span class="pagenav">1</span></li>
<li><a href="/tin-hoat-dong?start=10" class="pagenav">2</a></li><li><a href="/tin-hoat-dong?start=20" class="pagenav">3</a></li>
<li class="pagination-end"><a title="Cuối" href="/tin-hoat-dong?start=80" class="pagenav">Cuối</a></li></ul></div></body></html>"""

GHOST = """<html><head><link rel="alternate" type="application/rss+xml" href="/rss/"></head><body class="home-template">
<header class="gh-head"><nav class="gh-head-menu"><ul class="nav"><li class="nav-tin-tuc"><a href="/tag/tin-tuc/">Tin tức</a></li><li><a href="/about/">Về chúng tôi</a></li></ul></nav></header>
<main class="gh-main"><div class="post-feed">
<article class="post-card"><a class="post-card-image-link" href="/lang-nghe-tu-co-so/"><img src="a.jpg" alt="Lắng nghe từ cơ sở"></a><div class="post-card-content"><a class="post-card-content-link" href="/lang-nghe-tu-co-so/"><header class="post-card-header"><h2 class="post-card-title">Lắng nghe từ cơ sở</h2></header><div class="post-card-excerpt">Cán bộ tuyên giáo xã kể về những buổi tối đi từng nhà để nghe ý kiến của bà con trong bản.</div></a>
<footer class="post-card-meta"><time class="post-card-meta-date" datetime="2024-02-08">Feb 8, 2024</time></footer></div></article>
<article class="post-card"><a class="post-card-image-link" href="/giu-lua/"><img src="b.jpg" alt=""></a><div class="post-card-content"><a class="post-card-content-link" href="/giu-lua/"><h2 class="post-card-title">Giữ lửa</h2></a>
<footer class="post-card-meta"><time class="post-card-meta-date" datetime="2024-02-01">Feb 1, 2024</time></footer></div></article>
</div><nav class="pagination"><a class="older-posts" href="/page/2/">Bài cũ hơn →</a></nav></main>
<footer class="gh-foot"><a href="#/portal/signup">Đăng ký</a></footer></body></html>"""

CUSTOM = """<html><body><table width="1000"><tr><td colspan="3"><div id="topmenu"><a href="default.asp">Trang chủ</a> | <a href="danhsach.asp?cat=2">Thời sự</a> | <a href="danhsach.asp?cat=5">Văn bản</a> | <a href="timkiem.asp">Tìm kiếm</a></div></td></tr>
<tr><td width="180"><div class="sidebar"><a href="danhsach.asp?cat=9">Thông tin đối ngoại</a><br><a href="lienket.asp?url=http://dangcongsan.vn">Liên kết</a></div></td>
<td><table class="tin"><tr><td><img src="a.jpg"></td><td><a class="tieude" href="chitiet.asp?id=812&amp;cat=2">Khánh thành nhà văn hóa của thôn biên giới</a> <i>(12/08/2019)</i><br>Công trình do nhân dân trong thôn góp công, góp của xây dựng suốt sáu tháng trời vừa được khánh thành.</td></tr></table>
<table class="tin"><tr><td></td><td><a class="tieude" href="chitiet.asp?id=811&amp;cat=2">Họp báo</a> <i>(11/08/2019)</i><br>Buổi họp báo công bố kế hoạch tổ chức tuần lễ văn hóa các dân tộc trong tỉnh vào tháng sau.</td></tr></table>
<table class="tin"><tr><td></td><td><a class="tieude" href="chitiet.asp?id=810&amp;cat=2">Lớp bồi dưỡng cho đảng viên mới</a> <i>(10/08/2019)</i></td></tr></table>
<p align="right">Trang: <b>1</b> <a href="danhsach.asp?cat=2&amp;page=2">2</a> <a href="danhsach.asp?cat=2&amp;page=3">3</a> <a href="danhsach.asp?cat=2&amp;page=40">&gt;&gt;</a></p></td></tr></table></body></html>"""

GUID = """<html><body><ul class="menu"><li><a href="/ContentList?CatId=3">Tin tức</a></li></ul><div class="list">
<div class="item"><a href="/ContentDetail/NewsDetailView?NewsId=0f8fad5b-d9cb-469f-a165-70867728950e">Ra mắt tổ công tác xây dựng mô hình dân vận khéo</a><span>05/06/2022</span></div>
<div class="item"><a href="/ContentDetail/NewsDetailView?NewsId=7c9e6679-7425-40de-944b-e07fc1f90ae7">Sơ kết quý hai</a><span>04/06/2022</span></div>
<div class="item"><a href="/ContentDetail/NewsDetailView?NewsId=16fd2706-8baf-433b-82eb-8c7fada847da">Trao tặng huy hiệu</a><span>03/06/2022</span></div></div></body></html>"""

BARE_LIST = """<html><body><div class="menu-left"><a href="/tin-trong-tinh/">Tin trong tỉnh</a></div><h1>Tin trong tỉnh</h1><ul>
<li><a href="/tin-trong-tinh/ra-quan-lam-sach-bien.html">Ra quân làm sạch biển</a></li>
<li><a href="/tin-trong-tinh/dai-hoi-chi-bo.html">Đại hội chi bộ</a></li>
<li><a href="/tin-trong-tinh/trien-khai-nghi-quyet-moi-cua-trung-uong.html">Triển khai nghị quyết mới của Trung ương tới toàn thể đảng viên</a></li></ul>
<a href="/tin-trong-tinh/trang-2.html">Trang tiếp</a></body></html>"""


@pytest.mark.parametrize("portal", [BARE, make_portal()], ids=["no rules", "generic"])
@pytest.mark.parametrize(
    ("html", "path", "found"),
    [
        (
            DATED,
            "/",
            ["/2024/05/hoi-nghi-bao-cao-vien-thang-nam/", "/2024/05/thong-bao/", "/2024/04/phat-dong-cuoc-thi/"],
        ),
        (PLAIN, "/", ["/hoi-nghi-bao-cao-vien-thang-nam/", "/thong-bao-3/", "/phat-dong-cuoc-thi-tim-hieu-lich-su/"]),
        (DRUPAL, "/", ["/node/41", "/tin-tuc/ky-niem-ngay-truyen-thong"]),
        (
            JOOMLA,
            "/tin-hoat-dong",
            [
                "/tin-hoat-dong/215-doan-cong-tac-lam-viec-voi-huyen-uy",
                "/tin-hoat-dong/214-giao-ban-quy",
                "/tin-hoat-dong/213-so-ket-cong-tac-sau-thang",
            ],
        ),
        (GHOST, "/", ["/lang-nghe-tu-co-so/", "/giu-lua/"]),
        (
            CUSTOM,
            "/danhsach.asp?cat=2",
            ["/chitiet.asp?id=812&cat=2", "/chitiet.asp?id=811&cat=2", "/chitiet.asp?id=810&cat=2"],
        ),
        (
            GUID,
            "/ContentList?CatId=1",
            [
                "/ContentDetail/NewsDetailView?NewsId=0f8fad5b-d9cb-469f-a165-70867728950e",
                "/ContentDetail/NewsDetailView?NewsId=7c9e6679-7425-40de-944b-e07fc1f90ae7",
                "/ContentDetail/NewsDetailView?NewsId=16fd2706-8baf-433b-82eb-8c7fada847da",
            ],
        ),
        (
            BARE_LIST,
            "/tin-trong-tinh/",
            [
                "/tin-trong-tinh/ra-quan-lam-sach-bien.html",
                "/tin-trong-tinh/dai-hoi-chi-bo.html",
                "/tin-trong-tinh/trien-khai-nghi-quyet-moi-cua-trung-uong.html",
            ],
        ),
    ],
    ids=["wordpress dated", "wordpress plain", "drupal", "joomla", "ghost", "asp", "guid", "bare list"],
)
def test_all_articles_and_nothing_else(html, path, found, portal):
    assert articles(html, path, portal) == found


@pytest.mark.parametrize("portal", [BARE, make_portal()], ids=["no rules", "generic"])
@pytest.mark.parametrize(
    ("html", "path", "following"),
    [
        (DATED, "/", "/page/2/"),
        (DRUPAL, "/", "/?page=1"),
        (DRUPAL, "/?page=1", "/?page=2"),
        (JOOMLA, "/tin-hoat-dong", "/tin-hoat-dong?start=10"),
        (JOOMLA, "/tin-hoat-dong?start=10", "/tin-hoat-dong?start=20"),
        (GHOST, "/", "/page/2/"),
        (CUSTOM, "/danhsach.asp?cat=2", "/danhsach.asp?cat=2&page=2"),
        (CUSTOM, "/danhsach.asp?cat=2&page=2", "/danhsach.asp?cat=2&page=3"),
        (BARE_LIST, "/tin-trong-tinh/", "/tin-trong-tinh/trang-2.html"),
    ],
)
def test_next_page_alone(html, path, following, portal):
    assert next_page(html, path, portal) == [following]


@pytest.mark.parametrize("portal", [BARE, make_portal()], ids=["no rules", "generic"])
@pytest.mark.parametrize(
    ("html", "path", "front"),
    [
        (DATED, "/", "/category/tin-tuc/"),
        (PLAIN, "/", "/category/hoc-tap-va-lam-theo-tu-tuong-dao-duc-phong-cach-ho-chi-minh/"),
        (DATED, "/", "/category/van-ban/"),
        (DRUPAL, "/", "/tin-tuc"),
        (JOOMLA, "/", "/nghien-cuu-trao-doi"),
        (CUSTOM, "/", "/danhsach.asp?cat=5"),
        (CUSTOM, "/", "/danhsach.asp?cat=2"),
        (GUID, "/", "/ContentList?CatId=3"),
    ],
)
def test_section_fronts(html, path, front, portal):
    assert front in sections(html, path, portal)


@pytest.mark.parametrize("portal", [BARE, make_portal()], ids=["no rules", "generic"])
@pytest.mark.parametrize(
    ("html", "path"),
    [
        (DATED, "/author/bien-tap/"),
        (DATED, "/tag/bao-cao-vien/"),
        (DATED, "/2024/05/"),
        (DATED, "/wp-login.php"),
        (DATED, "/gioi-thieu/"),
        (DATED, "/lien-he/"),
        (DATED, "/chinh-sach-bao-mat-va-dieu-khoan-su-dung-trang/"),
        (DATED, "/comments/feed/"),
        (DRUPAL, "/user/login"),
        (DRUPAL, "/taxonomy/term/7"),
        (JOOMLA, "/component/mailto/?tmpl=component&link=abc"),
        (CUSTOM, "/timkiem.asp"),
        (CUSTOM, "/lienket.asp?url=http://dangcongsan.vn"),
    ],
)
def test_never_followed(html, path, portal):
    links = read_links(make_page(html, "/"), portal)
    assert f"https://{HOST}{path}" not in {link.url for link in links}


@pytest.mark.parametrize(("html", "feed"), [(DATED, "/feed/"), (DRUPAL, "/rss.xml"), (GHOST, "/rss/")])
def test_feeds_that_pages_name(html, feed):
    assert paths(read_links(make_page(html), BARE), "feed") == [feed]
