"""Tables: pictures with captions, layout, or data."""

from __future__ import annotations

from lxml.html import HtmlElement

from pipelines.drafts import Draft, sum_up


def is_image_table(cells: list[list[Draft]]) -> bool:
    """Whether a table only holds pictures and their captions: few and short texts beside the pictures."""
    images = sum(draft.type == "image" for drafts in cells for draft in drafts)
    texts = sum(bool(draft.text) for drafts in cells for draft in drafts)
    return texts <= images * 2


def image_table(read: list[list[list[Draft]]], table: HtmlElement) -> list[Draft]:
    """Images, each followed by its caption. A caption stands in the cell of its image or in the row below
    (in the same column where there are several)."""
    result: list[Draft] = []
    waiting: list[Draft] = []
    for row in read:
        captions_here = [draft for drafts in row for draft in drafts if draft.type != "image"]
        images_here = [draft for drafts in row for draft in drafts if draft.type == "image"]
        if images_here and captions_here:
            for drafts in row:
                images = [draft for draft in drafts if draft.type == "image"]
                texts = [draft for draft in drafts if draft.type != "image"]
                result.extend(waiting)
                waiting = []
                if images or not texts:
                    result.extend(images)
                result.extend(
                    _as_captions(texts, (images or [draft for draft in result if draft.type == "image"])[-1:])
                )
        elif images_here:
            result.extend(waiting)
            waiting = images_here
        elif captions_here:
            texts = captions_here
            if len(texts) == len(waiting) and len(waiting) > 1:
                for image, text in zip(waiting, texts, strict=True):
                    result.append(image)
                    result.extend(_as_captions([text], [image]))
            else:
                result.extend(waiting)
                result.extend(
                    _as_captions(texts, waiting[-1:] or [draft for draft in result if draft.type == "image"][-1:])
                )
            waiting = []
    result.extend(waiting)
    for draft in result:
        draft.figure = table
    return result


def _as_captions(texts: list[Draft], images: list[Draft]) -> list[Draft]:
    for text in texts:
        text.type = "caption"
        text.url = images[-1].url if images else None
    return texts


def data_table(read: list[list[list[Draft]]], cells: list[list[HtmlElement]], element: HtmlElement) -> Draft:
    rows: list[tuple[str, ...]] = []
    for drafts_row, cells_row in zip(read, cells, strict=True):
        row: list[str] = []
        for drafts, cell in zip(drafts_row, cells_row, strict=True):
            row.append(" ".join(draft.text.replace("\n", " ") for draft in drafts))
            span = cell.get("colspan", "1")
            row.extend([""] * (min(int(span), 50) - 1 if span.isdigit() and span != "0" else 0))
        if any(row):
            rows.append(tuple(row))
    width = max(map(len, rows))
    rows = [row + ("",) * (width - len(row)) for row in rows]
    draft = Draft(type="table", text=markdown(rows), element=element, rows=tuple(rows))
    sum_up(draft, [part for row in read for drafts in row for part in drafts])
    return draft


def markdown(rows: list[tuple[str, ...]]) -> str:
    """A Markdown table; its first row is the head."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("---" for _ in rows[0]) + " |")
    return "\n".join(lines)
