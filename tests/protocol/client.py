# SPDX-License-Identifier: GPL-3.0-or-later
"""A sync client written from docs/sync-protocol.md alone, with Python's standard library (and the system's libzstd).

It shares no line with the product, so what it understands is what the document says.
"""
import ctypes
import datetime
import hashlib
import http.client
import json
import os
import time

MASK = (1 << 64) - 1
TYPES = ["team", "user", "pipeline", "stage", "listItem", "lead", "campaign", "campaignLine", "campaignLead",
         "activity", "task", "conflict"]
NUMBER = {"user": 1, "team": 2, "pipeline": 3, "stage": 4, "listItem": 5, "lead": 6, "campaign": 7,
          "campaignLine": 8, "campaignLead": 9, "activity": 10, "task": 11, "conflict": 12}
HELLO, PUSH, ACK, PULL, SNAPSHOT, CHECKSUM, BUCKET, RENEW, PING = range(9)
WELCOME, PUSH_RESULT, CHANGES, PAGE, CHECKSUMS, BUCKET_ROWS, BEHIND, EXPIRING, SCOPE, PONG, ERROR = range(9, 20)


# CBOR (RFC 8949): what the protocol uses of it ------------------------------------------------------------------------

def _head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    for size, info in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if number < 1 << 8 * size:
            return bytes([major << 5 | info]) + number.to_bytes(size, "big")
    raise ValueError("number beyond 64 bits")


def encode(value):
    if value is None:
        return b"\xf6"
    if value is True or value is False:
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return _head(3, len(text)) + text
    return _head(4, len(value)) + b"".join(map(encode, value))


def decode(data):
    value, end = _item(data, 0)
    if end != len(data):
        raise ValueError("bytes behind the item")
    return value


def _item(data, at):
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        return {20: False, 21: True, 22: None}[info], at
    number = info
    if 24 <= info <= 27:
        size = 1 << (info - 24)
        number, at = int.from_bytes(data[at:at + size], "big"), at + size
    endless = info == 31
    if major in (0, 1):
        return (number if major == 0 else -1 - number), at
    if major in (2, 3):
        if not endless:
            raw = data[at:at + number]
            return (raw if major == 2 else raw.decode()), at + number
        parts = []
        while data[at] != 0xff:
            part, at = _item(data, at)
            parts.append(part)
        return (b"" if major == 2 else "").join(parts), at + 1
    if major == 4:
        items = []
        while (data[at] != 0xff) if endless else len(items) < number:
            item, at = _item(data, at)
            items.append(item)
        return items, at + 1 if endless else at
    raise ValueError("not used by the protocol")


# Frames ---------------------------------------------------------------------------------------------------------------

def _inflate(data):
    zstd = ctypes.CDLL("libzstd.so.1")
    zstd.ZSTD_decompress.restype = ctypes.c_size_t
    room = ctypes.create_string_buffer(16 << 20)
    size = zstd.ZSTD_decompress(room, ctypes.c_size_t(len(room)), data, ctypes.c_size_t(len(data)))
    if zstd.ZSTD_isError(ctypes.c_size_t(size)):
        raise ValueError("damaged zstd frame")
    return room.raw[:size]


def frame(messages):
    return b"\0" + encode(messages)  # A receiver accepts plain frames at any size.


def unframe(data):
    return decode(_inflate(data[1:]) if data[0] == 1 else data[1:])


# Rows, hashes and checksums -------------------------------------------------------------------------------------------

class Row:
    def __init__(self, fields):
        self.type, self.id, self.rev, self.deleted, packed = fields[:5]
        self.values = fields[5:]
        self.versions = _versions(packed or b"", self.rev, len(self.values))


def _varints(data):
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if not byte & 128:
            yield value & MASK
            value = shift = 0


def _versions(packed, rev, count):
    if not packed:
        return [0] * count
    numbers = list(_varints(packed[1:]))
    if packed[0] == 0:
        return numbers * count
    return [rev - ((z >> 1) ^ -(z & 1)) for z in numbers]


def operation_hash(operation):
    content = list(operation[:11])
    content[0:3] = [1, 1, 1]
    content[6] = [[field, action, value, 0] for field, action, value, _ in content[6]]
    content[9] = 1
    return hashlib.sha256(encode(content)).digest()[:16]


def _mix(z):
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9 & MASK
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb & MASK
    return z ^ (z >> 31)


def id_hash(record):
    high, low = int.from_bytes(record[:8], "big"), int.from_bytes(record[8:], "big")
    return _mix(high ^ _mix((low + 0x9e3779b97f4a7c15) & MASK))


def row_checksum(record, rev):
    return _mix((id_hash(record) + _mix(rev)) & MASK)


def julian_day(day):
    return day.toordinal() + 1721425


def new_id():
    """UUIDv7 (RFC 9562)."""
    data = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    data[6] = data[6] & 0x0f | 0x70
    data[8] = data[8] & 0x3f | 0x80
    return bytes(data)


# The client -----------------------------------------------------------------------------------------------------------

class ProtocolError(Exception):
    pass


class Client:
    """One copy of what a person may see. Speaks HTTP only."""

    def __init__(self, port, email, password):
        self.port = port
        status, answer = self._post("/api/v1/auth/login", "application/json",
                                    json.dumps({"email": email, "password": password}).encode(), {})
        if status != 200:
            raise ProtocolError("sign-in answered %d" % status)
        self.token = json.loads(answer)["accessToken"]
        self.id = new_id()
        self.cursor = [b"", 0, b""]
        self.n = 0
        self.scope = b""
        self.user = b""
        self.offset = 0
        self.rows = {}

    def _post(self, path, kind, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", path, body, {"Content-Type": kind, **headers})
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        return reply.status, data

    def raw(self, body):
        return self._post("/api/v1/sync", "application/vnd.mdmc.sync", body, {"Authorization": "Bearer " + self.token})

    def exchange(self, *messages):
        """Hello and these messages; the Welcome, and the answers to the messages."""
        hello = [HELLO, [1, 1, 1, "protocol document", self.id, self.cursor, self.n, 0, self.scope, []]]
        status, answer = self.raw(frame([hello, *messages]))
        if status != 200:
            raise ProtocolError("sync answered %d %s" % (status, answer[:200]))
        replies = unframe(answer)
        for number, fields in replies:
            if number == ERROR:
                raise ProtocolError(fields[0])
        if replies[0][0] != WELCOME:
            raise ProtocolError("no welcome")
        return replies[0][1], replies[1:]

    def take_snapshot(self, page_rows=7):
        welcome, _ = self.exchange()
        self.scope, self.user = welcome[8], welcome[9]
        self.offset = welcome[5] - int(time.time() * 1000)
        if welcome[11] != 1:
            raise ProtocolError("a new copy is to take a snapshot")
        start, fresh = None, {}
        for name in TYPES:
            after, is_last = None, False
            while not is_last:
                _, [(number, page)] = self.exchange([SNAPSHOT, [NUMBER[name], after or bytes(16), page_rows]])
                if number != PAGE:
                    raise ProtocolError("no page")
                _, rows, is_last, _, head, _ = page[:6]
                start = start or head
                for row in map(Row, rows):
                    fresh[(row.type, row.id)] = row
                    after = row.id
        self.rows, self.cursor = fresh, start

    def pull(self, wait_ms=0):
        while True:
            _, [(number, changes)] = self.exchange([PULL, [self.cursor, 5000, wait_ms, self.scope]])
            if number != CHANGES:
                raise ProtocolError("no changes")
            _, to, has_more, rows, evicted, _ = changes[:6]
            for row in map(Row, rows):
                known = self.rows.get((row.type, row.id))
                if row.deleted:
                    self.rows.pop((row.type, row.id), None)
                elif known is None or row.rev > known.rev:
                    self.rows[(row.type, row.id)] = row
            for kind, record in evicted:
                self.rows.pop((kind, record), None)
            self.cursor = to
            if not has_more:
                return

    def operation(self, kind, record_type, record, edits):
        self.n += 1
        return [self.n, self.n, 1, NUMBER[record_type], record, kind, edits, int(time.time() * 1000), self.offset, 1,
                self.user]

    def push(self, *operations):
        _, [(number, result)] = self.exchange([PUSH, [list(operations), []]])
        if number != PUSH_RESULT:
            raise ProtocolError("no results")
        return result[0]

    def acknowledge(self):
        self.exchange([ACK, [self.n]])

    def checksums_agree(self):
        _, [(number, (at, sums))] = self.exchange([CHECKSUM, [None]])
        if number != CHECKSUMS or at != self.cursor:
            raise ProtocolError("the server stands elsewhere")
        for kind, bucket, count, total in sums:
            own = [row for (t, _), row in self.rows.items() if t == kind]
            if bucket != -1 or count != len(own) or total != sum(row_checksum(r.id, r.rev) for r in own) & MASK:
                return False
        return len(sums) == len(TYPES)


assert julian_day(datetime.date(2026, 11, 22)) == 2461367
