"""The page in Chromium: it loads nothing, says nothing, and works by keyboard. Not in the short suite.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import json
import shutil
import subprocess
import unittest

from browser import ENTER, SHIFT_TAB, TAB, Browser
from reading_page import Page
from stage import PCAPS, batch, folder

CAPTURES = ("kamailio/auth.pcapng", "kamailio/serial-fork.pcapng", "played/missing-steps.pcapng",
            "kamailio/udp-loss.pcapng")
OPEN_ALL = "for (const fold of document.querySelectorAll('details')) fold.open = true;"
# Text and state of the first table of causes.
ROWS = """return [...document.querySelector('#section-causes table').tBodies[0].rows]
          .map(row => [...row.cells].map(cell => cell.textContent));"""
FOCUS = """const at = document.activeElement, style = getComputedStyle(at);
           return [at.tagName, at.textContent, at.parentElement.getAttribute('aria-sort'),
                   at.closest('section')?.id, style.outlineStyle, style.outlineWidth];"""


class InBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = folder(cls)
        for at, capture in enumerate(CAPTURES):
            (cls.made / "rings" / str(at)).mkdir(parents=True)
            shutil.copy(PCAPS / capture, cls.made / "rings" / str(at) / "a.pcapng")
        batch(cls.made, cls.made / "rings")
        cls.path = cls.made / "out" / "report.html"
        cls.page = Page(cls.path.read_text(encoding="utf-8"))

    def browser(self, *how, **more):
        browser = Browser(*how, **more)
        self.addCleanup(browser.close)
        return browser

    def test_it_is_quiet_and_fits(self):
        grounds = {}
        for width in (1280, 400):
            for dark in (False, True):
                with self.subTest(width=width, dark=dark):
                    browser = self.browser(width, dark)
                    browser.open(self.path)
                    browser.run(OPEN_ALL)
                    self.assertEqual(browser.run("return document.documentElement.scrollWidth"),
                                     width)
                    self.assertEqual(browser.console(), [])
                    self.assertEqual(browser.requests(), [f"file://{self.path}"])
                    grounds.setdefault(dark, set()).add(
                        browser.run("return getComputedStyle(document.body).backgroundColor"))
        self.assertEqual(grounds, {False: {"rgb(255, 255, 255)"}, True: {"rgb(21, 24, 29)"}})

    def test_the_policy_is_in_force(self):
        browser = self.browser()
        browser.open(self.path)
        browser.run("document.body.insertAdjacentHTML('beforeend',"
                    "'<img src=\"a.png\"><p style=\"color: red\" id=\"p\" onclick=\"x\">')")
        self.assertEqual(browser.run("return getComputedStyle(document.getElementById('p')).color"),
                         browser.run("return getComputedStyle(document.body).color"))
        self.assertEqual(len([line for line in browser.console()
                              if "Content Security Policy" in line]), 3)
        # What is forbidden is seen, too: so the other tests would see it.
        self.assertEqual(browser.requests(), [f"file://{self.path}",
                                              f"file://{self.path.parent}/a.png"])

    def tab_to(self, browser, wanted, key=TAB):
        for _ in range(200):
            browser.press(key)
            if browser.run(FOCUS)[:2] == wanted:
                return browser.run(FOCUS)
        self.fail(f"the keyboard does not get to {wanted}")

    def test_tables_are_sorted_by_keyboard(self):
        browser = self.browser()
        browser.open(self.path)
        browser.run("document.querySelector('#section-causes').scrollIntoView();"
                    "document.querySelector('#section-causes input').focus();")
        before = browser.run(ROWS)
        self.assertEqual(before, self.page.tables["Attempts by cause"][1:])
        focus = self.tab_to(browser, ["BUTTON", "Attempts"])
        self.assertEqual(focus, ["BUTTON", "Attempts", None, "section-causes", "solid", "3px"])
        browser.press(ENTER)
        self.assertEqual(browser.run(FOCUS)[2], "descending")
        falling = browser.run(ROWS)
        self.assertEqual(falling, sorted(before, key=lambda row: -int(row[1])))
        browser.press(ENTER)
        self.assertEqual(browser.run(FOCUS)[2], "ascending")
        self.assertEqual(browser.run(ROWS), sorted(falling, key=lambda row: int(row[1])))
        self.tab_to(browser, ["BUTTON", "Cause"], SHIFT_TAB)
        browser.press(ENTER)
        titles = [row[0] for row in browser.run(ROWS)]
        self.assertEqual(titles, sorted(titles, key=str.lower))
        self.assertEqual(browser.console(), [])

    def test_causes_are_filtered_and_opened(self):
        browser = self.browser()
        browser.open(self.path)
        shown = "return [...document.querySelectorAll('.cause')].filter(%s).map(fold => fold.id)"
        browser.run("document.querySelectorAll('#section-causes .filter input')[1].focus()")
        browser.press(*"declined-by")
        self.assertEqual(browser.run(shown % "fold => !fold.hidden"),
                         [name for name in self.page.ids if "declined-by" in name])
        wanted = browser.run(shown % "fold => true")[5]
        browser.run(f"location.hash = {json.dumps(wanted)}")
        self.assertEqual(browser.run(shown % "fold => fold.open && !fold.hidden"), [wanted])

    def test_all_is_there_without_the_script(self):
        browser = self.browser()
        browser.command("Emulation.setScriptExecutionDisabled", value=True)
        browser.open(self.path)
        whole = browser.command("DOMSnapshot.captureSnapshot", computedStyles=[])
        strings = whole["strings"]
        self.assertNotIn("BUTTON", strings)
        for ladder in self.page.ladders:
            self.assertIn(ladder, strings)

    def test_what_is_folded_is_printed(self):
        browser = self.browser()
        browser.open(self.path)
        browser.print(self.made / "page.pdf")
        text = subprocess.run(["pdftotext", "-layout", self.made / "page.pdf", "-"], check=True,
                              capture_output=True, encoding="utf-8").stdout
        printed = "".join(text.split())
        for ladder in self.page.ladders:
            for line in ladder.split("\n"):
                self.assertIn("".join(line.split()), printed)
        self.assertEqual(browser.run("return document.querySelectorAll('details[open]').length"), 0)


if __name__ == "__main__":
    unittest.main()
