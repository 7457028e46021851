#!/usr/bin/env python3
"""A newsroom is saved while readers post and restored elsewhere: everything acknowledged before the
backup began is in it, once and whole, and what was restored can be served."""

import hashlib
import pathlib
import subprocess
import tarfile
import unittest

import durability_test
import support
from durability_test import opened


class Backup(durability_test.Durability):
    def test_what_was_acknowledged_survives_kill_9_under_load_once_and_whole(self):
        self.skipTest("durability_test.py runs it")

    def run_command(self, *words):
        return subprocess.run([support.binary(), *map(str, words)], capture_output=True, text=True,
                              timeout=300, check=False)

    def test_a_backup_made_while_readers_post_is_whole(self):
        newsroom, slug = self.prepare()
        newsroom.start()
        early = self.post_some(newsroom, slug, 0, 400)
        file = newsroom.folder / "courier.tar.gz"
        posters = [durability_test.Poster(newsroom.port, slug, 400 + place, 4, 1_600)
                   for place in range(4)]
        for poster in posters:
            poster.start()
        made = self.run_command("backup", file, "--data", newsroom.data)
        for poster in posters:
            poster.join()
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertTrue(all(poster.acknowledged for poster in posters))
        self.check_sums(file)
        restored = support.Newsroom(newsroom.folder / "elsewhere")
        self.addCleanup(restored.remove)
        done = self.run_command("restore", file, "--data", restored.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.check_all_there(restored, early)
        self.check_counts(restored, slug)
        self.check_media(newsroom, restored)
        restored.start()
        self.assertEqual(restored.get(f"/{slug}/").status, 200)
        self.assertEqual(restored.stop(), 0)
        self.assertEqual(newsroom.stop(), 0)

    def post_some(self, newsroom, slug, first, last):
        poster = durability_test.Poster(newsroom.port, slug, first, 1, last)
        poster.start()
        poster.join()
        self.assertFalse(poster.refused[:3])
        return {poster.acknowledged[one]: text for one, text in poster.said.items()}

    def check_sums(self, file):
        """The archive is a plain tar whose own sums are right: it can be read without Masthead."""
        with tarfile.open(file) as archive:
            names = archive.getnames()
            self.assertIn("masthead.db", names)
            self.assertIn("masthead.keys", names)
            self.assertEqual(names[-1], "SHA256SUMS")
            sums = dict(reversed(line.split("  ", 1)) for line in
                        archive.extractfile("SHA256SUMS").read().decode().splitlines())
            self.assertEqual(set(sums), set(names) - {"SHA256SUMS"})
            for name, expected in sums.items():
                digest = hashlib.sha256(archive.extractfile(name).read()).hexdigest()
                self.assertEqual(digest, expected)

    def check_media(self, newsroom, restored):
        def listing(data):
            media = data / "media"
            return {str(path.relative_to(media)): path.read_bytes()
                    for path in media.rglob("*") if path.is_file()}
        self.assertEqual(listing(newsroom.data), listing(restored.data))

    def test_a_restore_overwrites_nothing_unasked_and_never_a_newsroom_in_use(self):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        newsroom.run("demo")
        file = newsroom.folder / "courier.tar"
        self.assertEqual(self.run_command("backup", file, "--data", newsroom.data).returncode, 0)
        refused = self.run_command("restore", file, "--data", newsroom.data)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("--overwrite", refused.stderr)
        newsroom.start()
        in_use = self.run_command("restore", file, "--data", newsroom.data, "--overwrite")
        self.assertEqual(in_use.returncode, 1)
        self.assertIn(str(newsroom.server.pid), in_use.stderr)
        self.assertEqual(newsroom.get("/").status, 200)
        self.assertEqual(newsroom.stop(), 0)
        done = self.run_command("restore", file, "--data", newsroom.data, "--overwrite")
        self.assertEqual(done.returncode, 0, done.stderr)
        kept = [path for path in newsroom.folder.iterdir() if ".before-restore-" in path.name]
        self.assertEqual(len(kept), 1)
        again = self.run_command("backup", file, "--data", newsroom.data)
        self.assertEqual(again.returncode, 1)
        self.assertIn("already", again.stderr)

    def test_a_damaged_backup_is_refused_with_what_is_wrong(self):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        newsroom.run("demo")
        file = newsroom.folder / "courier.tar"
        self.assertEqual(self.run_command("backup", file, "--data", newsroom.data).returncode, 0)
        with open(file, "r+b") as archive:
            archive.seek(200_000)
            archive.write(b"damage")
        refused = self.run_command("restore", file, "--data", newsroom.folder / "new")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("checksums", refused.stderr)
        self.assertFalse((newsroom.folder / "new").exists())

    def test_who_was_erased_since_a_backup_is_erased_again_when_it_is_restored(self):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        newsroom.run("demo")
        ids = durability_test.forum_cast.add_readers(newsroom.data / "masthead.db", 2)
        file = newsroom.folder / "courier.tar"
        self.assertEqual(self.run_command("backup", file, "--data", newsroom.data).returncode, 0)
        with opened(newsroom.data / "masthead.db") as database:
            database.execute("UPDATE readers SET deletion_due_at_ms = 1 WHERE id = ?", (ids[0],))
        newsroom.start()
        self.assertTrue(support.wait_until(lambda: self.name_of(newsroom.data, ids[0]) != f"Reader {ids[0]}"))
        self.assertEqual(newsroom.stop(), 0)
        done = self.run_command("restore", file, "--data", newsroom.data, "--overwrite")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Erased again: 1", done.stdout)
        self.assertNotIn("Reader", self.name_of(newsroom.data, ids[0]))
        self.assertEqual(self.name_of(newsroom.data, ids[1]), f"Reader {ids[1]}")
        with opened(newsroom.data / "masthead.db") as database:
            mails = database.execute("SELECT COUNT(*) FROM account_mails WHERE owner_id = ?",
                                     (ids[0],)).fetchone()[0]
        self.assertEqual(mails, 0)

    @staticmethod
    def name_of(data, reader):
        with opened(pathlib.Path(data) / "masthead.db") as database:
            return database.execute("SELECT display_name FROM readers WHERE id = ?",
                                    (reader,)).fetchone()[0]


if __name__ == "__main__":
    unittest.main()
