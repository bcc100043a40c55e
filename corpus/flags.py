"""Named doubts about an article: what ``articles.quality_flags`` may hold."""

from __future__ import annotations

FLAGS: dict[str, str] = {
    "no_date": "No publication date was found.",
    "future_date": "A date was refused because it lies after the fetch.",
    "old_date": "A date was refused because it lies before 1995, when no portal existed.",
    "clock_date": "A date was refused because it is the server's clock or today's date, not the publication.",
    "date_conflict": "Printed date and metadata name days that are more than a day apart; the printed one was taken.",
    "updated_only": "The page prints only the date of its last update; it was taken as the publication date.",
    "month_first": "The printed date has the month first, as the page's own metadata show; those were taken.",
    "title_guess": "The title is not printed on the page as a heading; it was taken from metadata.",
    "selector_miss": "The family's selectors found no body; the page was read without them.",
    "no_lead": "The article has no lead.",
    "short_body": "The reading text has fewer than 200 characters.",
    "attachment_only": "Hardly any text: the content is in attached files.",
    "gallery": "Hardly any text: the content is pictures with captions.",
    "video": "Hardly any text: the content is a video or sound recording.",
    "repeated_paragraphs": "A paragraph of some length stands in the text twice.",
    "encoding_guess": "The page does not say in which encoding it is, or says so wrongly; it was detected.",
    "broken_characters": "Some bytes of the page stand for no character; U+FFFD is in their place.",
    "legacy_encoding": "The text looks like an old font encoding (TCVN3, VNI) and was not converted.",
    "not_vietnamese": "The text does not look Vietnamese.",
}
