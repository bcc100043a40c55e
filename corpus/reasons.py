"""Why a page is not stored: the one list of refusal reasons."""

REASONS: dict[str, str] = {
    "robots": "robots.txt of the host disallows the address.",
    "offsite": "The address, or a redirect of it, leads to a host that the portal file does not name.",
    "not_found": "The server answered 404 or 410.",
    "soft_404": "The server answered 200 with a page that says the article does not exist.",
    "http_error": "The server answered with another error status; the detail gives it.",
    "redirect_home": "The address redirects to the home page or a section front.",
    "redirect_loop": "More redirects than are followed.",
    "timeout": "No complete answer within the time limit.",
    "connection": "No connection, or it broke off: DNS, TLS, reset, wrong length.",
    "too_large": "The response is larger than the size limit.",
    "not_html": "An article address answered with something that is not HTML.",
    "empty": "The response has no body.",
    "bad_feed": "A feed or sitemap that cannot be read.",
    "listing": "The page lists articles and is none itself.",
    "standing": "A standing page of the site (about, contact, tasks): "
    "in its menu or marked as such by the CMS, or undated.",
    "login": "The page asks for a log-in.",
    "challenge": "The page is a challenge for browsers (captcha, JavaScript cookie), not the article.",
    "no_title": "No title was found.",
    "no_content": "Neither text nor pictures nor attachments were found.",
    "too_deep": "The markup is nested too deeply, or has too many elements, to be parsed safely.",
    "extract_timeout": "Extraction took longer than its time limit and was stopped.",
    "memory": "Extraction came near its memory limit and was stopped.",
    "worker_died": "The worker process died while it had this page.",
    "attempts": "Claimed six times without an outcome; set aside so that it cannot stop the crawl.",
    "error": "An exception of ours; the capture is kept and the crawl ends with a non-zero status.",
}

GONE = frozenset({"not_found", "soft_404", "redirect_home"})
"""Reasons that mean: the article is no longer there (two crawls must agree before it counts)."""
RETRY_LATER = frozenset(
    {"timeout", "connection", "http_error", "worker_died", "extract_timeout", "memory", "error", "attempts"}
)
"""Reasons that may pass: the address is tried again in a later crawl."""
