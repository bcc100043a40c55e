"""What the archive writes can be read again, byte for byte, at the place that the capture names."""

import gzip

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.items import Context
from pipelines.archive import Archive

CONTEXT = Context(
    portal="kontum",
    portal_digest="aaaa",
    crawl_id=7,
    frontier_id=1,
    kind="article",
    via="https://portal.example/tin-tuc/",
    link_text="Hội nghị\nbáo cáo viên",
    listed_at="2024-04-26",
    section="Tin tức",
)
URL = "https://portal.example/tin-tuc/hội-nghị-1.html"


@pytest.fixture
def archive(tmp_path):
    archive = Archive(tmp_path, first_id=1, max_bytes=10**9)
    yield archive
    archive.close()


async def archived(archive, tmp_path, *, headers=(), body=b"<p>Xin ch\xc3\xa0o</p>", status=200):
    archive.add_response(url=URL, status=status, headers=headers, body=body, context=CONTEXT)
    (row,) = await archive.sync()
    return row, records(tmp_path / row["file"])


def records(path):
    with path.open("rb") as file:
        return [
            (record.rec_type, record.rec_headers, record.http_headers, record.raw_stream.read())
            for record in ArchiveIterator(file)
        ]


async def test_a_file_begins_with_warcinfo_and_holds_response_and_metadata(archive, tmp_path):
    _, found = await archived(archive, tmp_path)
    assert [kind for kind, *_ in found] == ["warcinfo", "response", "metadata"]


async def test_a_compressed_body_is_kept_compressed(archive, tmp_path):
    body = gzip.compress(b"xin chao")
    _, found = await archived(archive, tmp_path, headers=((b"Content-Encoding", b"gzip"),), body=body)
    assert found[1][3] == body


async def test_headers_beyond_ascii_are_kept_as_they_came(archive, tmp_path):
    value = "attachment; filename=Kế hoạch.pdf".encode()
    row, _ = await archived(archive, tmp_path, headers=((b"Content-Disposition", value),))
    record = (tmp_path / row["file"]).read_bytes()[row["offset"] : row["offset"] + row["length_bytes"]]
    assert value in gzip.decompress(record)


async def test_the_capture_names_the_place_of_its_record(archive, tmp_path):
    row, _ = await archived(archive, tmp_path)
    with (tmp_path / row["file"]).open("rb") as file:
        file.seek(row["offset"])
        record = next(iter(ArchiveIterator(file)))
        assert (record.rec_type, record.content_stream().read()) == ("response", b"<p>Xin ch\xc3\xa0o</p>")
        assert record.rec_headers.get_header("WARC-Payload-Digest") == row["digest"]


async def test_the_metadata_record_says_how_the_page_was_met(archive, tmp_path):
    _, found = await archived(archive, tmp_path)
    lines = found[2][3].decode().splitlines()
    assert "link-text: Hội nghị báo cáo viên" in lines
    assert {"crawl: 7", "portal: kontum", "portal-digest: aaaa", "listed-date: 2024-04-26", "section: Tin tức"} <= set(
        lines
    )
    assert found[2][1].get_header("WARC-Refers-To") == found[1][1].get_header("WARC-Record-ID")


async def test_a_failure_without_a_response_gets_a_metadata_record(archive, tmp_path):
    archive.add_failure(url=URL, error="ConnectionRefusedError: nobody", context=CONTEXT)
    (row,) = await archive.sync()
    assert (row["status"], row["error"]) == (None, "ConnectionRefusedError: nobody")
    assert b"fetch-error: ConnectionRefusedError: nobody" in records(tmp_path / row["file"])[-1][3]


async def test_capture_ids_count_on(archive, tmp_path):
    first = archive.add_failure(url=URL, error="x", context=CONTEXT)
    assert archive.add_failure(url=URL, error="x", context=CONTEXT) == first + 1
    assert [row["id"] for row in await archive.sync()] == [first, first + 1]


async def test_a_second_process_of_the_day_writes_its_own_file(archive, tmp_path):
    row, _ = await archived(archive, tmp_path)
    other = Archive(tmp_path, first_id=2, max_bytes=10**9)
    other_row, _ = await archived(other, tmp_path)
    other.close()
    assert row["file"] != other_row["file"]


async def test_a_full_file_is_followed_by_another(tmp_path):
    archive = Archive(tmp_path, first_id=1, max_bytes=10)
    first, _ = await archived(archive, tmp_path)
    second, _ = await archived(archive, tmp_path)
    archive.close()
    assert first["file"] != second["file"]


async def test_what_cannot_be_written_is_an_error_and_not_a_capture(archive, tmp_path):
    (tmp_path / "kontum").write_text("in the way")
    archive.add_response(url=URL, status=200, headers=(), body=b"x", context=CONTEXT)
    with pytest.raises(OSError):
        await archive.sync()
