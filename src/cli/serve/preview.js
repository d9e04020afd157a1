// The preview's part of a page: loads the page anew when the casebook has changed, and shows what is to be mended.
// One of all open pages listens to the preview and tells the others: a browser allows only six connections in all.
(() => {
  "use strict";
  const words = "{words}";
  const version = document.currentScript.dataset.version;
  const channel = new BroadcastChannel("casebook-preview");
  let folded = sessionStorage.getItem("casebook-findings");

  const element = (name, text, parent) => {
    const made = document.createElement(name);
    made.textContent = text;
    parent.append(made);
    return made;
  };

  const show = (notice) => {
    document.getElementById("casebook-findings")?.remove();
    if (!notice.items.length || document.body.classList.contains("casebook-findings")) return;
    const panel = element("details", "", document.body);
    panel.id = "casebook-findings";
    panel.className = notice.errors ? "error" : "warning";
    panel.setAttribute("aria-label", words.label);
    // Errors open the panel until the reader closes it; warnings leave it closed.
    const key = JSON.stringify(notice.items);
    panel.open = notice.errors > 0 && folded !== key;
    panel.addEventListener("toggle", () => {
      folded = panel.open ? "" : key;
      sessionStorage.setItem("casebook-findings", folded);
    });
    element("summary", notice.summary, panel).setAttribute("role", "status");
    if (notice.errors) element("p", words.stale, panel);
    const list = element("ol", "", panel);
    for (const it of notice.items) {
      const item = element("li", "", list);
      item.className = it.severity;
      element("p", it.message, item).className = "what";
      if (it.place) element("code", it.place, element("p", "", item));
      if (it.hint) element("p", it.hint, item).className = "mend";
    }
  };

  const told = (state) => {
    if (state.version === version) show(state.notice);
    else if (!document.hidden) location.reload();
    else document.addEventListener("visibilitychange", () => location.reload(), { once: true });
  };

  const ask = () => fetch("/_casebook/state.json").then((it) => it.json()).then(told).catch(() => {});

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/_casebook/preview.css";
  document.head.append(style);

  channel.onmessage = (event) => told(event.data);
  ask();
  addEventListener("pageshow", (event) => event.persisted && ask());
  navigator.locks.request("casebook-preview", () => new Promise(() => {
    const events = new EventSource("/_casebook/events");
    events.onmessage = (event) => {
      const state = JSON.parse(event.data);
      channel.postMessage(state);
      told(state);
    };
  }));
})();
