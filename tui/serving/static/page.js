// The page around textual-serve's terminal. Loaded after its script, which has set window.onload and not run yet.
"use strict";

(() => {
  const begin = window.onload;
  const body = document.body;
  const terminal = document.getElementById("terminal");
  window.onload = null;

  // Links in a text would lead out of this page: to follow one is to tell somebody what is being read.
  window.open = () => null;

  // The token is spent; it need not stay in the address bar.
  history.replaceState(null, "", "/");

  const scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  terminal.dataset.sessionWebsocketUrl = `${location.origin.replace(/^http/, "ws")}/tab/${scheme}`;

  // Not before the socket is open, on which the terminal tells that it has the focus.
  const focus = () => {
    if (body.classList.contains("-first-byte") && !body.classList.contains("-closed")) {
      terminal.querySelector("textarea")?.focus();
    }
  };

  // The page takes on the ground that the reading room draws on, so that the rest of a cell at its edge is not seen.
  const takeGround = () => {
    const viewport = terminal.querySelector(".xterm-viewport");
    if (viewport?.style.backgroundColor) body.style.background = viewport.style.backgroundColor;
  };

  const sayWhy = async () => {
    document.getElementById("again").focus();
    const word = document.getElementById("word");
    try {
      const answer = await fetch("/state");
      word.textContent = answer.ok ? await answer.text() : "this browser is no longer let in: use a new link";
    } catch {
      word.textContent = "the server has ended; glossator serve starts it again";
    }
  };

  let first = true;
  let closed = false;
  new MutationObserver(() => {
    if (first && body.classList.contains("-first-byte")) {
      first = false;
      focus();
    }
    if (!closed && body.classList.contains("-closed")) {
      closed = true;
      sayWhy();
    }
  }).observe(body, { attributes: true, attributeFilter: ["class"] });

  window.addEventListener("focus", focus);
  document.addEventListener("mouseup", focus);
  document.getElementById("again").addEventListener("click", () => location.reload());

  // The terminal measures its letters once: the font has to be there first.
  const fonts = ["16px", "bold 16px", "italic 16px"].map((font) => document.fonts.load(`${font} "Roboto Mono"`));
  const loaded = new Promise((resolve) => window.addEventListener("load", resolve));
  const patience = new Promise((resolve) => setTimeout(resolve, 3000));
  Promise.all([loaded, Promise.race([Promise.allSettled(fonts), patience])]).then((done) => {
    begin(done);
    const viewport = terminal.querySelector(".xterm-viewport");
    if (viewport) new MutationObserver(takeGround).observe(viewport, { attributes: true, attributeFilter: ["style"] });
  });
})();
