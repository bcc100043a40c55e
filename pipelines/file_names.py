"""Names of files as addresses and lines show them, as data."""

from __future__ import annotations

import re

FILE_ENDINGS: dict[str, str] = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
}
"""Endings of attached files and their media types."""

FILE_URL = re.compile(r"\.(" + "|".join(FILE_ENDINGS) + r")(?=$|[?#&])", re.IGNORECASE)
"""Found in an address that names a file; group 1 is the ending."""

IMAGE_FILE_NAME = re.compile(r"[^\s/]{1,120}\.(?:jpe?g|png|gif|bmp|webp|tiff?)", re.IGNORECASE)
"""A line that is nothing but the name of an image file (an image without alternative text)."""
