"""A browser without a window, driven through chromedriver.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.request

TAB, ENTER, SHIFT = "\ue004", "\ue007", "\ue008"
SHIFT_TAB = (SHIFT, TAB)


class Browser:
    """Chromium with one page. To be closed; ends what it started."""

    def __init__(self, width=1280, dark=False):
        self.home = tempfile.mkdtemp(prefix="sipcodes.browser.")
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, encoding="utf-8")
        self.url = f"http://127.0.0.1:{self._port()}/session"
        scheme = int(not dark)
        options = {"args": ["--headless=new", "--hide-scrollbars", "--disable-gpu",
                            f"--window-size={width},1000", f"--user-data-dir={self.home}",
                            f"--blink-settings=preferredColorScheme={scheme}",
                            *(("--no-sandbox",) if os.geteuid() == 0 else ())]}
        made = self._ask("", {"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}})
        self.url += f"/{made['sessionId']}"
        self._ask("/url", {"url": "about:blank"})
        self.requests()  # those of the page that a new window shows
        # A window is never as narrow as a phone.
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=1000,
                     deviceScaleFactor=1, mobile=False)

    def close(self):
        try:
            self._ask("", method="DELETE")
        finally:
            self.driver.terminate()
            self.driver.wait()
            self.driver.stdout.close()
            shutil.rmtree(self.home, ignore_errors=True)

    def _port(self):
        for line in self.driver.stdout:
            if match := re.search(r"started successfully on port (\d+)", line):
                return match[1]
        raise AssertionError("chromedriver does not start")

    def _ask(self, path, body=None, method="POST"):
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"},
                                         method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def command(self, name, **parameters):
        return self._ask("/goog/cdp/execute", {"cmd": name, "params": parameters})

    def open(self, path):
        self._ask("/url", {"url": f"file://{path}"})

    def run(self, script):
        """What a script returns."""
        return self._ask("/execute/sync", {"script": script, "args": []})

    def press(self, *keys):
        """One after the other; a tuple at once."""
        actions = []
        for key in keys:
            chord = key if isinstance(key, tuple) else (key,)
            actions += [{"type": "keyDown", "value": part} for part in chord]
            actions += [{"type": "keyUp", "value": part} for part in reversed(chord)]
        self._ask("/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def console(self):
        return [entry["message"] for entry in self._ask("/se/log", {"type": "browser"})]

    def requests(self):
        """The addresses that were asked for since the last question."""
        events = (json.loads(entry["message"])["message"]
                  for entry in self._ask("/se/log", {"type": "performance"}))
        return [event["params"]["request"]["url"] for event in events
                if event["method"] == "Network.requestWillBeSent"]

    def picture(self, path, height=None):
        """Of the whole page, or of its beginning."""
        whole = self.command("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": whole["width"],
                "height": min(height or whole["height"], 16000), "scale": 1}
        made = self.command("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(made["data"]))

    def print(self, path):
        made = self.command("Page.printToPDF", printBackground=False, paperWidth=8.27,
                            paperHeight=11.69)
        path.write_bytes(base64.b64decode(made["data"]))
