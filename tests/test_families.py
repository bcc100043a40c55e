"""Addresses of each family: which are articles, under which key, which are listings, which are left alone.

Articles and twins are those seen on real portals, their slugs shortened or replaced.
"""

import re

import pytest
from lxml import html

from crawler.portals import Portal, load_family
from crawler.portals.reading import MERGED_TABLES
from crawler.urls import article_key, canonical_url, classify, is_never, url_date

HOST = "tinh.example.vn"


def portal_of(family: str) -> Portal:
    rules = load_family(family)
    return Portal(
        slug="thu",
        name="Trang thử",
        organ="Ban Tuyên giáo",
        level="central",
        kind="demo",
        hosts=(HOST,),
        family=family,
        evidence=("own",),
        **{table: getattr(rules, table) for table in MERGED_TABLES},
    )


ARTICLES = [
    ("nukeviet", "/tin-tuc/hoi-nghi-bao-cao-vien-thang-7-2023-5772.html", "5772"),
    ("nukeviet", "/vi/news/tin-tuc/hoi-nghi-518.html", "518"),
    ("nukeviet", "/news/Chinh-tri/hoi-nghi-2012.html", "2012"),
    ("nukeviet", "/index.php/tin-tuc-su-kien/hoi-nghi-1636.html", "1636"),
    ("nukeviet", "/index.php?language=vi&nv=news&op=tin-tuc/hoi-nghi-1636", "1636"),
    ("nukeviet", "/savefile/tin-tuc/hoi-nghi-quy-1-2022-878.html", "878"),
    ("nukeviet", "/print/tin-tuc/hoi-nghi-878.html", "878"),
    ("nukeviet", "/news/savefile/Tuyen-truyen/hoi-nghi-3769/", "3769"),
    ("nukeviet", "/tin-tuc/hoi-nghi-878.html?nvvithemever=m&nv_redirect=aBc", "878"),
    ("nukeviet", "/vi/chuyen-de/Hoc-tap-lam-theo-Bac/hoi-nghi-297.html", "chuyen-de/297"),
    ("nukeviet", "/en/news/activities/conference-12.html", "en/12"),
    ("nukeviet", "/en/activities/conference-12.html", "en/12"),
    ("nukeviet", "/laws/detail/Chi-thi-so-5-12/", "laws/12"),
    ("sharepoint", "/Lists/TuTuongVanHoa/DispForm.aspx?ID=12", "tutuongvanhoa/12"),
    (
        "sharepoint",
        "/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=34839&l=Tintrongtinh%2F+++",
        "Tintrongtinh/34839",
    ),
    ("sharepoint", "/Pages/newsdetail.aspx?NewsId=23946&CatId=118", "/pages/newsdetail.aspx/23946"),
    ("sharepoint", "/lichsudang/Pages/CongtacTuyengiao1975-2014.aspx", None),
    ("sharepoint", "/vi-VN/a/tinhuy/Pages/Nhi%E1%BB%81uchuy%E1%BB%83nbi%E1%BA%BFn.aspx", None),
    ("liferay", "/web/btg/chi-tiet-bai-viet/-/asset_publisher/1mOz/content/id/7337177", "7337177"),
    (
        "liferay",
        "/c/portal/update_language?p_l_id=3045&redirect=%2Fweb%2Fbtg%2Fbai%2F-%2Fasset_publisher%2F1mOz%2Fcontent"
        "%2Fid%2F7337177%3Fplidlayout%3D3045&_com_liferay_INSTANCE_1mOz_languageId=fi_FI",
        "7337177",
    ),
    (
        "liferay",
        "/tin/-/asset_publisher/9F2l/content/hoi-nghi-thang-4?inheritRedirect=false&redirect=%2Ftin",
        "hoi-nghi-thang-4",
    ),
    ("liferay", "/an-ninh/-/view-content/609439/", "609439"),
    ("liferay", "/tin/-/view_content/37676456-ky-niem-88-nam.html", "37676456"),
    ("liferay", "/vi_VN/web/guest/nghien-cu/-/2018/825660/nang-cao-hieu-qua.aspx", "825660"),
    ("liferay", "/tin-tuc/-/hoi-nghi-tong-ket", "hoi-nghi-tong-ket"),
    ("vnptportal", "/tinh/nganh-tuyen-giao-nang-cao-hieu-qua-hoat--302562", "302562"),
    ("vnptportal", "/tin-tuc-tong-hop/day-manh-tuyen-truyen-1171317", "1171317"),
    ("vnptportal", "/tin-tuc/hoi-nghi-tong-ket-nam-2023-302562", "302562"),
    ("vnptportal", "/1462/39939/69621/649042/tin-tuc/hoi-nghi", "649042"),
    ("vnptportal", "/portal/pages/2022-7-12/Hoi-nghi-7n4tng30xgtuk.aspx", "2022-7-12/Hoi-nghi-7n4tng30xgtuk"),
    ("vnptportal", "/chuyen-de/du-lich/di-tich-chuong-chua6.html", None),
    ("dotnetnuke", "/?tabid=1150&NDID=6386&key=HG_Tong_ket", "6386"),
    ("dotnetnuke", "/tin-tuc-su-kien/ndid/11738/key/default", "11738"),
    ("dotnetnuke", "/Trang-chu/post/1520/xoa-bo-dinh-kien", "post/1520"),
    ("generic", "/2024/05/hoi-nghi-bao-cao-vien/", None),
    ("generic", "/2024/05/17/hoi-nghi-bao-cao-vien/", None),
    ("generic", "/tin-tuc/hoi-nghi-bao-cao-vien-thang-bay-post123456.html", "post123456"),
    ("generic", "/hoi-nghi-bao-cao-vien-thang-bay-123456.html", None),
    ("generic", "/node/12", "node/12"),
    ("generic", "/chinh-tri/202408/tap-trung-tuyen-truyen-1018316/", None),
]
LISTINGS = [
    ("nukeviet", "/tuyen-truyen/"),
    ("nukeviet", "/tuyen-truyen/page-2/"),
    ("nukeviet", "/vi/news/chinh-tri/page-98"),
    ("nukeviet", "/index.php/tai-lieu"),
    ("sharepoint", "/Lists/TuTuongVanHoa/TongQuat.aspx?PageIndex=40"),
    ("sharepoint", "/tinhuy/Pages/default.aspx"),
    ("liferay", "/tin-tuc?p_p_id=101_INSTANCE_9F2l&_101_INSTANCE_9F2l_cur=168"),
    ("liferay", "/web/btg/tin-tuc"),
    ("vnptportal", "/1458/39701/69269/gioi-thieu-chung"),
    ("vnptportal", "/tin-tuc?page=2"),
    ("vnptportal", "/chuyen-de/dai-hoi-dang-2025"),
    ("dotnetnuke", "/Default.aspx?tabid=148"),
    ("dotnetnuke", "/tin-tuc-su-kien"),
    ("generic", "/category/tin-tuc/page/3/"),
]
NEVER = [
    ("nukeviet", "/tag/trưởng-ban-tuyên-giáo"),
    ("nukeviet", "/tag/kien-giang/page-2"),
    ("nukeviet", "/xay-dung-dang/tag/tuyen-giao/page-35"),
    ("nukeviet", "/about/nhung-tinh-nang-4-0.html"),
    ("nukeviet", "/page/gioi-thieu-12.html"),
    ("nukeviet", "/users/register/"),
    ("nukeviet", "/banners/click/?id=2&s=2acd"),
    ("nukeviet", "/seek/?q=abc"),
    ("nukeviet", "/index.php?language=vi&nv=users"),
    ("sharepoint", "/_layouts/15/Authenticate.aspx?Source=%2F"),
    ("sharepoint", "/Lists/Tin/NewForm.aspx"),
    ("liferay", "/c/portal/login"),
    ("liferay", "/tin?p_p_id=58&p_p_lifecycle=1"),
    ("vnptportal", "/portal/pages/print.aspx?p=12"),
    ("dotnetnuke", "/Login?returnurl=%2f"),
    ("dotnetnuke", "/Default.aspx?tabid=148&ctl=login"),
    ("generic", "/tag/tuyen-giao/"),
    ("generic", "/2024/05/"),
    ("generic", "/?s=dang"),
    ("generic", "/hoi-nghi/?replytocom=5"),
    ("generic", "/wp-json/wp/v2/posts"),
    ("generic", "/wp-login.php"),
    ("generic", "/hoi-nghi/comments/feed/"),
    ("generic", "/trang-in-272154.html"),
    ("generic", "/print/68375.html"),
    ("generic", "/gio-hang/"),
]


@pytest.mark.parametrize(("family", "path", "key"), ARTICLES)
def test_article_and_its_key(family, path, key):
    portal = portal_of(family)
    assert classify(f"https://{HOST}{path}", portal) == "article"
    assert article_key(f"https://{HOST}{path}", portal) == key


@pytest.mark.parametrize(("family", "path"), LISTINGS)
def test_listing(family, path):
    assert classify(f"https://{HOST}{path}", portal_of(family)) == "listing"


@pytest.mark.parametrize(("family", "path"), NEVER)
def test_left_alone(family, path):
    portal = portal_of(family)
    assert is_never(f"https://{HOST}{path}", portal)
    assert classify(f"https://{HOST}{path}", portal) is None


NO_ARTICLE = [
    ("nukeviet", "/rss/tin-tuc/"),
    ("nukeviet", "/feeds/"),
    ("nukeviet", "/sitemap-vi.news.xml"),
    ("nukeviet", "/uploads/news/huong-dan-88.pdf"),
    ("nukeviet", "/ban-tuyen-giao-va-dan-van-tinh-uy-gt"),
    ("nukeviet", "/cms-4-0.html"),
    ("sharepoint", "/tinhuy/Pages/default.aspx"),
    ("liferay", "/tin-tuc"),
    ("vnptportal", "/1458/39701/69269/gioi-thieu-chung"),
    ("dotnetnuke", "/Default.aspx?tabid=148"),
    ("generic", "/chuyen-muc/xay-dung-dang-12.html"),
    ("generic", "/gioi-thieu/"),
    ("generic", "/8-tin-tuc"),
    ("generic", "/uploads/2024/05/de-cuong-tuyen-truyen.pdf"),
    ("generic", "/tin-tuc-su-kien-noi-bat-trong-nam-2024.html"),
    ("generic", "/2024/05/"),
]


@pytest.mark.parametrize(("family", "path"), NO_ARTICLE)
def test_no_article_by_rule(family, path):
    assert classify(f"https://{HOST}{path}", portal_of(family)) != "article"


def test_print_and_save_twins_become_the_article():
    portal = portal_of("nukeviet")
    asked = f"https://{HOST}/tin-tuc/hoi-nghi-878.html"
    for twin in (
        "/print/tin-tuc/hoi-nghi-878.html",
        "/savefile/tin-tuc/hoi-nghi-878.html",
        "/sendmail/tin-tuc/hoi-nghi-878.html",
    ):
        assert canonical_url(f"https://{HOST}{twin}", portal) == asked


def test_theme_switch_is_dropped():
    portal = portal_of("nukeviet")
    assert canonical_url(f"https://{HOST}/tin-tuc/?nvvithemever=m&nv_redirect=x", portal) == f"https://{HOST}/tin-tuc/"


def test_update_language_becomes_the_article():
    portal = portal_of("liferay")
    url = f"https://{HOST}/c/portal/update_language?redirect=%2Fa%2F-%2Fasset_publisher%2Fx%2Fcontent%2Fid%2F1%3Fplidlayout%3D3"
    assert canonical_url(url, portal) == f"https://{HOST}/a/-/asset_publisher/x/content/id/1"


def test_listing_page_of_liferay_keeps_its_page_number():
    portal = portal_of("liferay")
    url = canonical_url(f"https://{HOST}/tin?p_p_id=101_INSTANCE_a&_101_INSTANCE_a_cur=3", portal)
    assert "_101_INSTANCE_a_cur=3" in url


def test_listing_page_of_sharepoint_keeps_its_offset():
    portal = portal_of("sharepoint")
    assert canonical_url(f"https://{HOST}/Lists/Tin/TongQuat.aspx?PageIndex=40", portal).endswith("PageIndex=40")


def test_ids_of_two_modules_are_two_articles():
    portal = portal_of("nukeviet")
    keys = {
        article_key(f"https://{HOST}{path}", portal)
        for path in (
            "/tin-tuc/a-12.html",
            "/chuyen-de/tin-tuc/a-12.html",
            "/laws/detail/a-12/",
            "/en/news/tin/a-12.html",
        )
    }
    assert len(keys) == 4


def test_slug_and_section_may_change():
    portal = portal_of("nukeviet")
    keys = {
        article_key(f"https://{HOST}{path}", portal)
        for path in ("/tin-tuc/a-b-12.html", "/vi/news/chinh-tri/c-12.html")
    }
    assert keys == {"12"}


def test_date_in_the_path_is_read_unpadded():
    portal = portal_of("vnptportal")
    assert url_date(f"https://{HOST}/portal/pages/2022-7-12/Hoi-nghi-abc.aspx", portal) == "2022-07-12"


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("/2024/05/17/hoi-nghi/", "2024-05-17"),
        ("/2024/05/hoi-nghi/", "2024-05"),
        ("/tin/202405/hoi-nghi-8184671/", "2024-05"),
    ],
)
def test_date_in_generic_paths(path, date):
    assert url_date(f"https://{HOST}{path}", portal_of("generic")) == date


@pytest.mark.parametrize(
    ("family", "path", "page"),
    [
        ("nukeviet", "/tin-tuc/page-12/", "12"),
        ("sharepoint", "/Lists/Tin/TongQuat.aspx?PageIndex=40", "40"),
        ("liferay", "/tin?_101_INSTANCE_9F2l_cur=168", "168"),
        ("vnptportal", "/tin?page=4", "4"),
        ("dotnetnuke", "/tin?tabid=5&currentpage=3", "3"),
        ("generic", "/tin/page/7/", "7"),
        ("generic", "/tin/trang-2.html", "2"),
        ("generic", "/tin?paged=3", "3"),
    ],
)
def test_page_number_of_a_listing(family, path, page):
    found = [match["page"] for rule in load_family(family).listing.page_url if (match := re.search(rule, path))]
    assert found[:1] == [page]


@pytest.mark.parametrize(
    ("family", "feed"),
    [("nukeviet", "/rss/"), ("generic", "/feed/"), ("generic", "/rss.xml"), ("generic", "/atom.xml")],
)
def test_feeds_to_try(family, feed):
    assert feed in load_family(family).discovery.feeds


@pytest.mark.parametrize("sitemap", ["/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml"])
def test_sitemaps_to_try_on_unknown_sites(sitemap):
    assert sitemap in load_family("generic").discovery.sitemaps


def test_posting_account_of_nukeviet_is_no_byline():
    page = html.fromstring(
        '<div><div class="hidden" itemprop="author"><span itemprop="name">quantri</span></div>'
        '<p class="h5 text-right"><strong>Nguồn tin: </strong>Báo tỉnh</p></div>'
    )
    assert [found for rule in load_family("nukeviet").fields.byline for found in page.xpath(rule)] == []
    assert len(page.xpath(load_family("nukeviet").fields.source[0])) == 1
