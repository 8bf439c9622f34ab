// Keeps the page's sections current. Everything is readable without this script; it only saves the reloads.
"use strict";
(() => {
  const address = document.body.dataset.live;
  const lost = document.getElementById("lost");
  const pending = new Map();
  const silenceLimitMs = 6000;
  const retryMs = 3000;
  let source;
  let lastSign = Date.now();

  function alive() {
    lastSign = Date.now();
    lost.hidden = true;
    document.body.classList.remove("stale");
  }

  // Text that somebody is selecting, and a field that somebody is typing in, stay in place until that ends.
  function isBeingRead(element) {
    const active = document.activeElement;
    if (active && active.matches("input, textarea, select") && element.contains(active)) return true;
    const selection = document.getSelection();
    return selection && !selection.isCollapsed && element.contains(selection.anchorNode);
  }

  function show() {
    for (const [id, html] of pending) {
      const element = document.getElementById(id);
      if (!element || !isBeingRead(element)) {
        if (element) element.innerHTML = html;
        pending.delete(id);
      }
    }
  }

  function connect() {
    source = new EventSource(address);
    source.addEventListener("alive", alive);
    source.addEventListener("sections", event => {
      alive();
      for (const [id, html] of Object.entries(JSON.parse(event.data))) pending.set(id, html);
      show();
    });
    // The browser reconnects by itself after a broken connection, not after a refused one.
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, retryMs);
    };
  }

  setInterval(() => {
    show();
    if (Date.now() - lastSign < silenceLimitMs || !lost.hidden) return;
    lost.querySelector("time").textContent = new Date(lastSign).toISOString().slice(11, 19) + " UTC";
    lost.hidden = false;
    document.body.classList.add("stale");
  }, 1000);

  connect();
})();
