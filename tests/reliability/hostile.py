"""What arrives from people and programs that mean no good, or from a browser gone wrong."""

from __future__ import annotations

from urllib.parse import quote

FORM = "application/x-www-form-urlencoded"
MEGABYTE = 1_000_000

HOSTILE_TEXTS = {
    "nothing": "",
    "NUL": "a\x00b",
    "only NUL": "\x00",
    "a megabyte of letters": "x" * MEGABYTE,
    "a megabyte of digits": "9" * MEGABYTE,
    "a text": "Ünïcode ‘text’ 😀",
    "script": "<script>alert(1)</script>",
    "below zero": "-1",
    "beyond 64 bits": str(2**63),
    "beyond 32 bits": str(2**31),
    "a fraction": "1e400",
    "not a number": "NaN",
    "other digits": "٣",
    "a superscript": "²",
    "half a UUID": "1234-5678",
    "a UUID in braces": "{00000000-0000-4000-8000-000000000000}",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "no such day": "2026-02-30",
    "an object": '{"$gt": ""}',
    "a path": "../../etc/passwd",
    "a template": "{{ 7*7 }}{% debug %}",
    "white space": " \t\r\n\u2028",
}
HOSTILE_BODIES = {
    "no body": (b"", FORM),
    "invalid UTF-8": (b"text=%ff%fe&client_id=\xff\xfe&choice=\x80&reason=\xc3\x28", FORM),
    "lone surrogates": (b"text=%ed%a0%80&choice=%ed%b0%80&client_id=%ed%a0%80&went_well=\xed\xa0\x80", FORM),
    "broken escapes": (b"text=%&choice=%zz&client_id=%u0000&&&===", FORM),
    "brackets in names": (b"choice[]=1&choice[0]=2&text[a]=b&place-=1&match--1=0", FORM),
    "11,000 fields": (b"&".join(b"choice=%d" % number for number in range(11_000)), FORM),
    "three megabytes": (b"text=" + b"x" * 3 * MEGABYTE, FORM),
    "another alphabet": (b"text=a", f"{FORM}; charset=utf-16"),
    "an unknown alphabet": (b"text=a", f"{FORM}; charset=klingon"),
    "JSON": (b'{"text": "a", "choice": [1, null, {}]}', "application/json"),
    "broken JSON": (b'{"text": ', "application/json"),
    "parts without a boundary": (b"text=a", "multipart/form-data"),
    "parts cut off": (
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\na',
        "multipart/form-data; boundary=x",
    ),
    "a file in place of text": (
        b'--x\r\nContent-Disposition: form-data; name="text"; filename="a.txt"\r\n\r\na\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "NUL in names": (b"te%00xt=a&%00=b&cho%00ice=1", FORM),
    "no type": (b"\x00\x01\x02", "application/octet-stream"),
}
HOSTILE_QUERIES = [
    *(
        "?" + "&".join(f"{name}={quote(text[:5000])}" for name in ("as_at", "page", "q", "sort", "next", "kind"))
        for text in HOSTILE_TEXTS.values()
    ),
    "?as_at=%ff%fe&page=%ed%a0%80&q=%c3%28&sort=%80",
    "?as_at=2026-01-01&as_at=0001-01-01&page=1&page=2&q=a&q=b",
    "?" + "&".join(f"q={number}" for number in range(900)),
    "?as_at[]=1&page[0]=2&q[a]=b&=",
    "?q=%25_%5C%27%22--&sort=-pk;drop&page=1,2",
]
