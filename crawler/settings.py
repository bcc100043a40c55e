"""Scrapy settings: only what we change, each with its unit and reason."""

from __future__ import annotations

import os

BOT_NAME = "tuyengiao-corpus"
SPIDER_MODULES = ["crawler.spiders"]

CORPUS_DATA = os.environ.get("TUYENGIAO_DATA", "data")
"""Folder of the corpus; ``tuyengiao --data`` sets it."""
CONTACT = os.environ.get("TUYENGIAO_CRAWL_CONTACT", "")
"""Mail or web address of whoever runs the crawl; it goes into the User-Agent."""
USER_AGENT = "TuyengiaoCorpus/0.1 (text archive of public Party portals; robots.txt obeyed; contact: {contact})"
ROBOTS_TOKEN = "TuyengiaoCorpus"  # noqa: S105 - the name that robots.txt files may address
"""Product token that ``User-agent`` lines of robots.txt are compared with (RFC 9309, 2.2.1)."""

# The frontier is a table in the corpus, and the scheduler reads it.
SCHEDULER = "crawler.scheduler.FrontierScheduler"

# Politeness. Scrapy's own robots and throttle components stay off because ours differ on purpose:
# 5xx of robots.txt means disallow, and no throttle goes below a portal's own delay.
ROBOTSTXT_OBEY = False
DOWNLOAD_DELAY = 1.0  # seconds between two requests to one host; a portal file may ask for more
DOWNLOAD_DELAY_JITTER = 0.0  # Scrapy varies delays by ±50 %, and less than what was asked for is not asked for
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 64  # hosts at once; each has one connection
CONCURRENT_ITEMS = 1  # a response yields one item; Scrapy starts this many tasks for each response (100: 7 ms)
THROTTLE_MAX_DELAY_SECS = 30.0
AUTOTHROTTLE_ENABLED = False

# Limits of one response.
DOWNLOAD_TIMEOUT = 60  # seconds for the whole response, not for each byte
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes, after decompression too
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 6
COOKIES_ENABLED = False

# Extraction in worker processes.
EXTRACT_WORKERS = max(1, os.cpu_count() or 1)
EXTRACT_TIMEOUT_SECS = 20.0
EXTRACT_MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024
EXTRACT_TASKS_PER_WORKER = 5000  # then the process is replaced: caches of libraries grow in long runs

# Storing.
STORE_BATCH_ROWS = 100  # rows a commit at most
STORE_FLUSH_SECS = 0.1  # an outcome waits this long at most for its commit
ARCHIVE_FILE_MAX_BYTES = 1024 * 1024 * 1024

# Two doors into the process that Scrapy opens by default.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

HTTPERROR_ALLOW_ALL = True  # the spider turns error statuses into refusals
REFERRER_POLICY = "no-referrer"
URLLENGTH_LIMIT = 4000
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.guard.GuardMiddleware": 50,
    "crawler.robots.RobotsMiddleware": 100,
    "crawler.refresh.RefreshMiddleware": 580,
    "pipelines.archive.ArchiveMiddleware": 950,  # next to the downloader: bytes as they came
}
ITEM_PIPELINES = {
    "pipelines.extract_pipeline.ExtractPipeline": 100,
    "pipelines.store.StorePipeline": 900,
}
EXTENSIONS = {
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.logstats.LogStats": None,
    "crawler.extensions.record.RecordExtension": 0,
    "crawler.extensions.throttle.ThrottleExtension": 0,
    "crawler.extensions.progress.ProgressExtension": 0,
    "pipelines.item_errors.ItemErrorExtension": 0,
}
LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.log.QuietLogFormatter"
STATS_DUMP = False
