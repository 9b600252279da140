"""Bars and lines over time as inline SVG, without text: it would shrink with the picture.

SPDX-License-Identifier: GPL-2.0-or-later
"""

from typing import NamedTuple

from ..moment import SECOND
from .markup import Markup, tag
from .moments import local, short

BUCKETS = 60
WIDTH, HEIGHT = 600, 100
_WIDTHS = [unit * SECOND for unit in (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)]


class Axis(NamedTuple):
    """Buckets of WIDTH nanoseconds, COUNT of them; the first one begins at BEGIN."""

    begin: int
    width: int
    count: int

    def sql(self):
        """The number of the bucket that an attempt is in."""
        return f"(begin - {self.begin}) / {self.width}"

    def time(self, bucket):
        return self.begin + bucket * self.width

    def unit(self):
        passed = self.width // SECOND
        for name, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
            if passed % size == 0:
                number = passed // size
                return f"{number} {name}s" if number > 1 else f"1 {name}"
        return ""


def axis(begin, end):
    """At most BUCKETS buckets that hold these times."""
    width = next((width for width in _WIDTHS if end // width - begin // width < BUCKETS), None)
    if width is None:
        day = _WIDTHS[-1]
        width = day * -(-(end // day - begin // day + 1) // (BUCKETS - 1))
    return Axis(begin // width * width, width, end // width - begin // width + 1)


def bars(title, over, series, shaded=()):
    """Stacked bars. SERIES: pairs of a class and a value for each bucket, from the bottom up. SHADED:
    spans of time without packets."""
    most = max(map(sum, zip(*(values for _, values in series))), default=0)
    step = WIDTH / over.count
    parts = [_shade(over, *span) for span in shaded]
    for bucket in range(over.count):
        top = HEIGHT
        said = [f"{values[bucket]:,} {name}" for name, values in series if values[bucket]]
        boxes = []
        for name, values in series:
            if values[bucket]:
                height = HEIGHT * values[bucket] / most
                top -= height
                boxes.append(tag("rect", x=f"{bucket * step:.2f}", y=f"{top:.2f}",
                                 width=f"{step * 0.9:.2f}", height=f"{height:.2f}",
                                 class_=_class(name)))
        if boxes:
            hover = tag("title", f"{local(over.time(bucket))}: {', '.join(said)}")
            parts.append(tag("g", hover, *boxes))
    legend = [tag("li", name, class_=_class(name)) for name, values in series if any(values)]
    return _figure(title, over, f"{most:,}", parts, legend)


def curves(title, over, series):
    """Lines of percentages; None where there is none."""
    step = WIDTH / over.count
    parts = [tag("path", d=_steps(values, step), class_=_class(name)) for name, values in series]
    legend = [tag("li", name, class_=_class(name)) for name, _ in series]
    return _figure(title, over, "100 %", parts, legend, class_="curves")


def spark(title, over, values):
    """Small bars, all in one shape."""
    step, most = WIDTH / over.count, max(values)
    shape = "".join(f"M{bucket * step:.1f} {HEIGHT}v{-HEIGHT * value / most:.1f}h{step * 0.9:.1f}V{HEIGHT}z"
                    for bucket, value in enumerate(values) if value)
    return _figure(title, over, f"{most:,}", [tag("path", d=shape, class_="spark")], ())


def _steps(values, step):
    words, drawn = [], False
    for bucket, value in enumerate(values):
        if value is not None:
            height = HEIGHT - value * HEIGHT / 100
            words += [f"{'L' if drawn else 'M'}{bucket * step:.2f} {height:.2f}",
                      f"H{(bucket + 1) * step:.2f}"]
        drawn = value is not None
    return " ".join(words)


def _shade(over, begin, end):
    whole = over.width * over.count
    left = max(0, begin - over.begin) * WIDTH / whole
    right = min(whole, end - over.begin) * WIDTH / whole
    if right <= left:
        return Markup()
    return tag("rect", tag("title", f"no packets from {local(begin)} to {local(end)}"),
               x=f"{left:.2f}", y="0", width=f"{right - left:.2f}", height=HEIGHT, class_="hole")


def _class(name):
    return "of-" + name.lower().replace(" ", "-").replace(",", "")


def _figure(title, over, most, parts, legend, **attributes):
    picture = tag("svg", *parts, viewBox=f"0 0 {WIDTH} {HEIGHT}", preserveAspectRatio="none",
                  role="img", aria_label=f"{title}: at most {most} in a step of {over.unit()}")
    return tag("figure", tag("figcaption", title, ", each step ", over.unit()),
               tag("p", most, class_="most"), picture,
               tag("p", short(over.begin), short(over.time(over.count)), class_="ends"),
               tag("ul", *legend, class_="legend") if legend else Markup(), **attributes)
