"""Names of attached files."""

import pytest
from lxml import html

from pipelines.attachments import attachments_of


def name_of(text):
    area = html.fromstring(f"<div><a href='/f/de-cuong.pdf'>{text}</a></div>")
    (file,) = attachments_of([area], "https://a.example.vn/")
    return file.name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Đề cương tuyên truyền (toàn văn)", "Đề cương tuyên truyền (toàn văn)"),
        ("Đề cương tuyên truyền (1,2 MB)", "Đề cương tuyên truyền"),
        ("(Đề cương tuyên truyền)", "Đề cương tuyên truyền"),
        ("Đề cương [PDF, 340 KB]", "Đề cương"),
        ("Đề cương (bản 1) và phụ lục (bản 2)", "Đề cương (bản 1) và phụ lục (bản 2)"),
        ("Đề cương (", "Đề cương"),
        ("- Đề cương)", "Đề cương"),
        ("()", None),
    ],
)
def test_brackets_that_belong_to_a_name_stay(text, name):
    assert name_of(text) == name
