// The field of the search in the head of every page, in place of the link to its page, which says that it needs scripts. The search
// itself (search.js) is loaded when the field is first used.
{
  const base = document.currentScript.src.replace(/[^/]*$/, "");
  const link = document.querySelector(".find a");
  const ask = document.querySelector(".ask");
  const field = ask.firstElementChild;
  const page = document.getElementById("found"); // on the page of the search
  const show = (works) => {
    ask.hidden = !works;
    link.hidden = works && !page;
  };
  show(true);
  if (page) page.before(ask);

  const load = () => {
    const onerror = () => show(false);
    document.head.append(Object.assign(document.createElement("script"), { src: base + "search.js", onerror }));
  };
  if (page) load();
  else field.addEventListener("focus", load, { once: true });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!"/、".includes(key) || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
