"""A pilot's log on the web, as a browser saves it: the page, and the folder of what it shows."""

from __future__ import annotations

NAME = "2031-09-25_narrows-log_lamps"
_FOLDER = f"{NAME}_files"

PAGE = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Nine lamps, and then none | The Narrows Log</title>
<meta property="og:site_name" content="The Narrows Log">
<meta property="og:title" content="Nine lamps, and then none">
<meta property="article:published_time" content="2031-09-25T19:40:00+02:00">
<meta name="author" content="Anselm Rook">
<link rel="stylesheet" href="{_FOLDER}/log.css">
<script src="{_FOLDER}/count.js"></script>
</head>
<body>
<div class="cookie-notice">This page keeps a cookie so that it need not ask you again. <button>Very well</button></div>
<header>
<a href="https://narrows-log.example/">The Narrows Log</a>
<nav><ul>
<li><a href="https://narrows-log.example/tides">Tides</a></li>
<li><a href="https://narrows-log.example/wrecks">Wrecks</a></li>
<li><a href="https://narrows-log.example/pilots">Who we are</a></li>
<li><a href="https://narrows-log.example/buoys">Buoys and lamps</a></li>
</ul></nav>
</header>
<main>
<article>
<h1>Nine lamps, and then none</h1>
<p class="byline">By <span class="author">Anselm Rook</span>, pilot, retired ·
<time datetime="2031-09-25">25 September 2031</time></p>
<p>I have been asked, since the hearings began, what I saw. Nobody who asked me was a judge, so I write it down here,
where I write the tides.</p>
<h2>The evening of the 5th</h2>
<p>On Friday, 5 September, I took my nephew’s boat through the Narrows at dusk. The boom lay across the whole channel,
as it had since August. I counted its lamps, because a pilot counts lamps. Nine were burning out of nineteen, and two
of the nine were so low that a gull could have put them out.</p>
<p>I telephoned the harbour office. Petra Sollin answered herself. “Nine is eight more than I was told,” she said.</p>
<h2>The night of the 7th</h2>
<p>I was on the mole with my daughter’s telescope. The <i>Margit Hale</i> went by the inner mark at eleven minutes to
eleven.<a href="#note1" id="ref1"><sup>1</sup></a> There was not one lamp on the boom. I say this as plainly as I can:
not nineteen, as the navy has it, not twelve, as the papers had it in August, but none.</p>
<p>At ten past eleven a launch came out of the dockyard without lights. It was grey and it carried a number on the bow,
of which I could read the end: 17. It lay beside the boom for as long as it takes to smoke a pipe. Then it went in
again.</p>
<figure><img src="{_FOLDER}/mole.gif" alt="The mole"><figcaption>The mole, from which one sees all of the boom.
Picture: A. Rook</figcaption></figure>
<p>Captain Joe Hallam was my pupil. He would not have taken her through at night past an unlit boom unless somebody
whom he trusted had told him that it was open. “He asked me twice,” the harbour master says. I believe her.</p>
<h2>Where she lies</h2>
<p>The wreck lies in 24 metres of water, some 300 metres from where the boom was anchored in August. The papers say 26.
They took the figure from the navy’s chart, and the navy’s chart is from before the dredging.</p>
<table>
<thead><tr><th>Night</th><th>Lamps lit</th><th>Who counted</th></tr></thead>
<tbody>
<tr><td>6 August</td><td>12</td><td>a skipper</td></tr>
<tr><td>3 September</td><td>8</td><td>the squadron, in the minutes</td></tr>
<tr><td>5 September</td><td>9</td><td>I</td></tr>
<tr><td>7 September</td><td>19</td><td>the navy</td></tr>
<tr><td>7 September</td><td>0</td><td>I, and anyone else with eyes</td></tr>
</tbody>
</table>
<hr>
<aside id="note1" role="doc-footnote"><p>1. By the mole clock, which is right. The clock on the ferry quay has stood
at twenty to eleven since the blockade, and half the town has sworn to it. <a href="#ref1">Back</a></p></aside>
<p>More on lamps: <a href="https://narrows-log.example/lamps/why-nineteen">why nineteen</a>.</p>
</article>
<section class="comments">
<h3>2 comments</h3>
<p>Ketta M.: My sons could swim. Both of them could swim. I should like to know about the launch.</p>
<p>Deckhand: I was at the rail. There was no lamp. Then there was one, and it was out.</p>
</section>
</main>
<aside class="related"><h4>Also in the Log</h4><ul>
<li><a href="https://narrows-log.example/dredging">What the dredger took</a></li>
<li><a href="https://narrows-log.example/accord">An accord seen from the water</a></li>
</ul></aside>
<footer><p>The Narrows Log is kept by pilots and costs nothing. <a href="https://narrows-log.example/write">Write to
us</a></p></footer>
</body>
</html>
"""

FILES: dict[str, bytes] = {
    f"{NAME}.html": PAGE.encode(),
    f"{_FOLDER}/log.css": b"body { font: 18px Georgia, serif; max-width: 40em; margin: auto; }\n",
    f"{_FOLDER}/count.js": b"// what counted the visitors was not saved with the page\n",
    f"{_FOLDER}/mole.gif": bytes.fromhex(
        "47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b"
    ),
}
