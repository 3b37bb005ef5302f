# SPDX-License-Identifier: GPL-3.0-or-later
"""The client of client.py against the real server: what docs/sync-protocol.md says is what the server does.

    python3 test_protocol.py MDMC-SERVER
"""
import contextlib
import datetime
import os
import subprocess
import sys
import tempfile
import time
import unittest

import client
from client import Client, ProtocolError, new_id

SERVER = sys.argv.pop(1) if len(sys.argv) > 1 else "mdmc-server"
EMAIL, PASSWORD = "chief@example.org", "correct horse 77"
CREATE, PATCH, DELETE = 1, 2, 3
ASSIGN, ADD = 0, 1
EMAILS, ARTIST, BUDGET, RELEASE, NOTES = 2, 4, 8, 27, 33


def content(path):
    try:
        with open(path) as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


@contextlib.contextmanager
def served(folder):
    subprocess.run([SERVER, "init", "--data", folder, "--admin-email", EMAIL, "--workspace", "Agence",
                    "--password-stdin"], input=PASSWORD + "\n", text=True, check=True, capture_output=True)
    port_file = os.path.join(folder, "port")
    process = subprocess.Popen([SERVER, "serve", "--data", folder, "--listen", "127.0.0.1:0", "--port-file", port_file],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not content(port_file):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the server did not start")
            time.sleep(0.05)
        yield int(content(port_file))
    finally:
        process.kill()
        process.wait()


class Protocol(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.port = cls.stack.enter_context(served(cls.stack.enter_context(tempfile.TemporaryDirectory())))

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def copy(self):
        c = Client(self.port, EMAIL, PASSWORD)
        c.take_snapshot()
        c.pull()
        return c

    def lead(self, c, artist, *edits):
        record = new_id()
        results = c.push(c.operation(CREATE, "lead", record, [[ARTIST, ASSIGN, artist, 0], *edits]))
        self.assertEqual([r[1] for r in results], [1], results)
        return record

    def test_vectors_of_the_document(self):
        record = bytes.fromhex("0190a0b0c0d070008000000000000001")
        author = bytes.fromhex("0190a0b0c0d070008000000000000002")
        self.assertEqual(client.id_hash(record), 0xaa4d05b4bcf01c20)
        self.assertEqual(client.row_checksum(record, 42), 0x5083cd8a5daf807f)
        operation = [9, 8, 2, 6, record, PATCH, [[ARTIST, ASSIGN, "Zoé", 77]], 1760000000000, -1500, 1, author]
        self.assertEqual(client.operation_hash(operation).hex(), "f17d14edb6daae4e053291437ed96376")

    def test_an_edit_is_pushed_and_pulled(self):
        here, there = self.copy(), self.copy()
        record = self.lead(here, "Zoé Été", [BUDGET, ASSIGN, [150000, "EUR"], 0], [EMAILS, ADD, ["zoe@example.org"], 0],
                           [RELEASE, ASSIGN, client.julian_day(datetime.date(2026, 12, 31)), 0],
                           [NOTES, ASSIGN, "long " * 3000, 0])
        here.acknowledge()
        there.pull()
        row = there.rows[(6, record)]
        self.assertEqual(row.values[ARTIST], "Zoé Été")
        self.assertEqual(row.values[BUDGET], [150000, "EUR"])
        self.assertEqual(row.values[EMAILS], ["zoe@example.org"])
        self.assertEqual(row.values[NOTES].strip(), ("long " * 3000).strip())
        self.assertEqual(row.versions[ARTIST], row.rev)
        results = there.push(there.operation(PATCH, "lead", record, [[ARTIST, ASSIGN, "Zoé", row.versions[ARTIST]]]))
        self.assertEqual((results[0][1], results[0][4]), (1, 0))
        here.pull()
        self.assertEqual(here.rows[(6, record)].values[ARTIST], "Zoé")
        self.assertEqual(here.rows[(6, record)].rev, results[0][2])
        self.assertTrue(here.checksums_agree())
        there.push(there.operation(DELETE, "lead", record, []))
        here.pull()
        self.assertNotIn((6, record), here.rows)
        self.assertTrue(here.checksums_agree())

    def test_a_snapshot_page_by_page_is_the_whole(self):
        c = self.copy()
        for i in range(9):
            self.lead(c, "Artist %d" % i)
        c.pull()
        other = Client(self.port, EMAIL, PASSWORD)
        other.take_snapshot(page_rows=2)
        self.assertEqual({k: r.rev for k, r in other.rows.items()}, {k: r.rev for k, r in c.rows.items()})
        self.assertTrue(other.checksums_agree())

    def test_sent_again_it_has_one_effect(self):
        c = self.copy()
        operation = c.operation(CREATE, "lead", new_id(), [[ARTIST, ASSIGN, "Once", 0]])
        self.assertEqual(c.push(operation), c.push(operation))
        other = list(operation)
        other[6] = [[ARTIST, ASSIGN, "Twice", 0]]
        self.assertEqual(c.push(other)[0][4], 14)

    def test_concurrent_edits_leave_a_conflict(self):
        here, there = self.copy(), self.copy()
        record = self.lead(here, "Both")
        there.pull()
        here.pull()
        base = here.rows[(6, record)].versions[NOTES]
        here.push(here.operation(PATCH, "lead", record, [[NOTES, ASSIGN, "mine", base]]))
        result = there.push(there.operation(PATCH, "lead", record, [[NOTES, ASSIGN, "yours", base]]))[0]
        self.assertEqual(result[1], 2)
        here.pull()
        self.assertIn((12, result[3][0]), here.rows)
        self.assertEqual(here.rows[(6, record)].values[NOTES], "yours")

    def test_refusals_and_errors(self):
        c = self.copy()
        unknown = c.push(c.operation(PATCH, "lead", new_id(), [[ARTIST, ASSIGN, "x", 0]]))[0]
        self.assertEqual((unknown[1], unknown[4]), (3, 3))
        foreign = c.operation(CREATE, "lead", new_id(), [[ARTIST, ASSIGN, "x", 0]])
        foreign[10] = new_id()
        self.assertEqual(c.push(foreign)[0][4], 2)
        c.cursor = [b"x" * 16, 1, b"y" * 16]
        with self.assertRaisesRegex(ProtocolError, "epoch_mismatch"):
            c.pull()
        self.assertEqual(c.raw(b"\7x")[0], 415)
        self.assertEqual(c.raw(b"\0" + client.encode([[8, [1]]] * 33))[0], 413)
        self.assertEqual(c.raw(b"\0nonsense")[0], 400)
        self.assertEqual(client.unframe(c.raw(client.frame([[8, [7]]]))[1])[0][1][0], 7)
        self.assertEqual(client.unframe(c.raw(client.frame([[3, [c.cursor, 1, 0]]]))[1])[0][1][0], "protocol_violation")


if __name__ == "__main__":
    unittest.main(verbosity=2)
