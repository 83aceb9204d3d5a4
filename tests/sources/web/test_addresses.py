"""Which addresses may be asked, however they are spelt."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.sources.web.addresses import MAX_URL, Networks, is_permitted, join_address, parse_address
from bot.sources.web.failures import FetchError

LOOPBACK: Networks = (ip_network("127.0.0.0/8"), ip_network("::1/128"))

NOT_PUBLIC = [
    # loopback and its spellings
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/feed",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0X7F.0.0.0x1/",
    "http://017700000001/",
    "http://0177.0.0.01/",
    "http://127.0.0.1./",
    "http://127.000.000.001/",
    "http://%31%32%37.0.0.1/",
    "http://127%2e0%2e0%2e1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "127.0.0.1/feed",
    "127.0.0.1:8000",
    "feed://127.0.0.1/x",
    "feed:http://127.0.0.1/x",
    "//127.0.0.1/x",
    "<http://127.0.0.1/>",
    "HTTP://127.0.0.1",
    "http://0/",
    "http://0.0.0.0/",
    "http://0x/",
    # private, link-local, shared, reserved, multicast
    "http://10.0.0.1/",
    "http://10.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://192.168.257/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://2852039166/",
    "http://0251.0376.0251.0376/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://192.0.0.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://192.88.99.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://168.63.129.16/",
    # IPv6
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]:8080/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:0:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[::8.8.8.8]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::8.8.8.8]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:808:808::1]/",
    "http://[2001::1]/",
    "http://[2001:0:53aa:64c:0:1234:80ff:fffe]/",
    "http://[2001:10::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[100::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[5f00::1]/",
    "http://[4000::1]/",
    "http://[2607:f8b0::5efe:7f00:1]/",
    "http://[2607:f8b0::200:5efe:a00:1]/",
    # names that mean something else on each network
    "http://localhost/",
    "http://LOCALHOST:8080/",
    "http://localhost./",
    "http://feeds.localhost/",
    "http://localhost.localdomain/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://wiki.intranet/",
    "http://nas.lan/",
    "http://nas.home.arpa/",
    "http://router/",
    "http://ⓛocalhost/",
    "http://local%68ost/",
]

MALFORMED = [
    "",
    "   ",
    "<>",
    "http://",
    "http:///feed",
    "https://?x",
    "http://:80/",
    "http://user@8.8.8.8/",
    "http://user:secret@example.com/",
    "http://@example.com/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1\\@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http:/example.com/",
    "http:example.com/",
    "https:\\\\example.com\\feed",
    "ftp://example.com/",
    "file:///etc/passwd",
    "file:/etc/passwd",
    "feed:file:///etc/passwd",
    "gopher://example.com/",
    "javascript:alert(1)",
    "data:text/xml,<rss/>",
    "mailto:desk@example.com",
    "ws://example.com/",
    "unix:/var/run/docker.sock",
    "http+unix://socket/",
    "http://example.com:22/",
    "http://example.com:25/",
    "http://example.com:0/",
    "http://example.com:6379/",
    "http://example.com:5432/",
    "http://example.com:65536/",
    "http://example.com:99999999/",
    "http://example.com:80:80/",
    "http://example.com:-1/",
    "http://example.com:８０/",
    "http://example.com:abc/",
    "http://exa mple.com/",
    "http://example.com/\r\nHost: inside",
    "http://example.com/\x00",
    "http://example.com/\ud800",
    "http://exam\tple.com/",
    "http://example..com/",
    "http://.example.com/",
    "http://-example.com/",
    "http://example.com../",
    "http://.../",
    "http://%/",
    "http://%zz.com/",
    "http://%ff.com/",
    "http://example%2ecom%2f@x/",
    "http://example.com%00.herald.example/",
    "http://example.com%23.herald.example/",
    "http://exa*mple.com/",
    "http://" + "a" * 64 + ".com/",
    "http://" + "a." * 130 + "com/",
    "http://example.com/" + "a" * MAX_URL,
    "http://[::1/",
    "http://::1/",
    "http://[::1]x/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[v1.x]/",
    "http://[127.0.0.1]/",
    "http://[]/",
    "http://1.2.3.4.5/",
    "http://1.2.3.256/",
    "http://256.1/",
    "http://0x1ffffffff/",
    "http://99999999999999999999999/",
    "http://08.8.8.8/",
    "http://example.1/",
    "http://example.0x7f/",
    "http://8.8.8.8 .evil/",
    "http://facebookcorewwwi.onion/",
    "http://1.0.0.127.in-addr.arpa/",
    "http://xn--\u0080.com/",
]


@pytest.mark.parametrize("text", NOT_PUBLIC + MALFORMED)
def test_an_address_that_must_not_be_asked_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(FetchError) as caught:
        parse_address(text)

    sentence = str(caught.value)
    assert caught.value.kind == "refused"
    assert not caught.value.passing
    assert sentence.endswith(".")
    assert sentence.isprintable()
    assert len(sentence) < 400


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_malformed_stays_refused_whatever_the_operator_permits(text: str) -> None:
    with pytest.raises(FetchError):
        parse_address(text, allowed=(ip_network("0.0.0.0/0"), ip_network("::/0")))


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://herald.example/feed.xml", "https://herald.example/feed.xml"),
        ("  https://herald.example/feed.xml\n", "https://herald.example/feed.xml"),
        ("<https://herald.example/feed.xml>", "https://herald.example/feed.xml"),
        ("herald.example", "https://herald.example/"),
        ("herald.example/feed?format=rss", "https://herald.example/feed?format=rss"),
        ("herald.example:8080/feed", "https://herald.example:8080/feed"),
        ("//herald.example/feed", "https://herald.example/feed"),
        ("feed://herald.example/rss", "http://herald.example/rss"),
        ("feed:https://herald.example/rss", "https://herald.example/rss"),
        ("FEED:HTTPS://herald.example/rss", "https://herald.example/rss"),
        ("HTTPS://Herald.EXAMPLE/Feed", "https://herald.example/Feed"),
        ("https://herald.example.:443/feed", "https://herald.example/feed"),
        ("http://herald.example:80", "http://herald.example/"),
        ("https://herald.example/feed#latest", "https://herald.example/feed"),
        ("https://herald.example?x=1", "https://herald.example/?x=1"),
        ("https://my_blog.herald.example/", "https://my_blog.herald.example/"),
        ("https://bücher.example/ü?q=ä", "https://xn--bcher-kva.example/%C3%BC?q=%C3%A4"),
        ("https://herald.example/a b", "https://herald.example/a%20b"),
        ("https://herald.example/%2Fa%3Fb", "https://herald.example/%2Fa%3Fb"),
        ("https://herald.example/@desk", "https://herald.example/@desk"),
        ("https://herald.example/?at=http://127.0.0.1/", "https://herald.example/?at=http://127.0.0.1/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://134744072/", "http://8.8.8.8/"),
        ("http://[2001:4860:4860::8888]:8080/x", "http://[2001:4860:4860::8888]:8080/x"),
        ("http://[64:ff9b::8.8.8.8]/", "http://[64:ff9b::808:808]/"),
    ],
)
def test_a_public_address_is_taken_as_people_write_it(text: str, url: str) -> None:
    assert str(parse_address(text)) == url


@pytest.mark.parametrize(
    "text", ["http://127.0.0.1:8080/", "http://0x7f.1:8080/", "http://[::ffff:127.0.0.1]/", "http://[::1]/"]
)
def test_the_operator_can_permit_a_network(text: str) -> None:
    assert parse_address(text, allowed=LOOPBACK).scheme == "http"


@pytest.mark.parametrize("text", ["http://10.0.0.1/", "http://169.254.169.254/", "http://[fd00::1]/"])
def test_permitting_one_network_permits_no_other(text: str) -> None:
    with pytest.raises(FetchError, match=r"is not on the public internet.*sources\.private_networks"):
        parse_address(text, allowed=LOOPBACK)


def test_local_names_can_be_looked_up_once_a_network_is_permitted() -> None:
    assert parse_address("http://wiki.internal/feed", allowed=LOOPBACK).host == "wiki.internal"
    assert parse_address("http://localhost:8080/feed", allowed=LOOPBACK).port == 8080


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/new", "https://herald.example/new"),
        ("new?x=1", "https://herald.example/feeds/new?x=1"),
        ("//times.example/x", "https://times.example/x"),
        ("http://times.example/x", "http://times.example/x"),
        (" /a b ", "https://herald.example/a%20b"),
        ("/ü".encode().decode("ascii", "surrogateescape"), "https://herald.example/%C3%BC"),
        ("/100%25", "https://herald.example/100%25"),
        ("?page=2", "https://herald.example/feeds/old?page=2"),
    ],
)
def test_a_redirect_leads_where_browsers_go(location: str, url: str) -> None:
    assert str(join_address(URL("https://herald.example/feeds/old"), location)) == url


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "//127.0.0.1/",
        "http://0x7f.1/",
        "//user@times.example/",
        "http://[::1/",
        "javascript:alert(1)",
        "\\\\127.0.0.1\\x",
        "/\\127.0.0.1/",
        "///127.0.0.1/",
        "http:///x",
        "/" + "x" * 3_000,
    ],
)
def test_a_redirect_to_where_nobody_should_go_leads_nowhere_else(location: str) -> None:
    try:
        url = join_address(URL("https://herald.example/feeds/old"), location)
    except FetchError as error:
        assert error.kind == "refused"
    else:
        assert url.host == "herald.example"


# --- properties ---------------------------------------------------------------------------------------------

HOSTILE = st.text("htps:/@[]%.\\#?0127xfFaAeE①。é \n\x00-_", max_size=40)


@given(st.one_of(st.text(max_size=60), HOSTILE, HOSTILE.map("http://".__add__)))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        url = parse_address(text)
    except FetchError as error:
        assert error.kind == "refused"
        return
    assert url.scheme in ("http", "https")
    assert url.user is None
    assert url.raw_host is not None
    assert re.fullmatch(r"[a-z0-9._:-]+", url.raw_host)
    # what was normalised once stays as it is
    assert parse_address(str(url)) == url


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{}", "0x{:x}", "0{:o}"]))
def test_every_spelling_of_an_ipv4_address_is_judged_as_the_address(number: int, spelling: str) -> None:
    address = IPv4Address(number)
    try:
        host = parse_address(f"http://{spelling.format(number)}/").host
    except FetchError:
        assert not is_permitted(address, ())
    else:
        assert host == str(address)
        assert address.is_global


@given(st.integers(0, 2**32 - 1))
def test_a_wrapped_address_is_never_permitted_more_than_itself(number: int) -> None:
    inner = IPv4Address(number)
    for wrapped in (f"::ffff:{inner}", f"64:ff9b::{inner}"):
        assert is_permitted(IPv6Address(wrapped), ()) == is_permitted(inner, ())
    for wrapped in (f"::{inner}", f"64:ff9b:1::{inner}", f"::ffff:0:{inner}", f"fe80::5efe:{inner}"):
        assert not is_permitted(IPv6Address(wrapped), ())
    assert not is_permitted(IPv6Address((0x2002 << 112) | (number << 80)), ())


@given(st.one_of(st.ip_addresses(), st.sampled_from(["ip"]).flatmap(lambda _: st.ip_addresses(v=6))))
def test_what_is_permitted_is_what_python_takes_for_global(address: IPv4Address | IPv6Address) -> None:
    wrapped = isinstance(address, IPv6Address) and address in ip_network("64:ff9b::/96")
    if is_permitted(address, ()) and not wrapped:
        assert ip_address(str(address)).is_global
        assert not address.is_multicast
