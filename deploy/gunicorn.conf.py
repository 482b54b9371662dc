"""gunicorn: two processes of four threads on HOST:PORT; WEB_WORKERS and WEB_THREADS grow with the machine."""

import os
from pathlib import Path
from typing import Any

_host = os.environ.get("HOST", "127.0.0.1")
if ":" in _host and not _host.startswith("["):
    _host = f"[{_host}]"
bind = f"{_host}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# The application is loaded once and shared; connections are opened by the workers, never before the fork.
preload_app = True
# A kabupaten's PDF is the longest request.
timeout = 120
graceful_timeout = 30
keepalive = 5
# A worker's heartbeat file must not wait for a slow disk.
_memory = Path("/dev") / "shm"
worker_tmp_dir = str(_memory) if _memory.is_dir() else None
control_socket_disable = True
# Without the query string: what was searched for stays out of the log.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None
loglevel = os.environ.get("LOG_LEVEL", "warning")


def when_ready(server: Any) -> None:
    """Import every page before the workers are forked: shared memory, and no slow first request."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
