// New content never takes what one is doing: scroll places, half-written texts and focus stay.
const AT_BOTTOM = 60;
const places = new Map();
const scrollers = () => document.querySelectorAll("[data-stick], [data-scroll]");
const atBottom = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < AT_BOTTOM;
const fields = (root) => [...root.querySelectorAll("textarea, input[type=text], input[type=search]")];
const isBusy = (root) => fields(root).some((field) => field === document.activeElement || field.value !== field.defaultValue);

const cause = (event) => event.detail.requestConfig?.triggeringEvent?.type ?? "";
const isLive = (event) => cause(event).startsWith("live:");

// What has not changed is left alone, and nothing is swapped away under a pressed finger or a cursor.
let pressed = null;
const missed = new Set();
function mustStay(target, fresh, live) {
  if (isSame(target, fresh)) return true;
  const isAsking = target.querySelector(".htmx-request"); // a link inside was just followed
  if (!isBusy(target) && !target.contains(pressed) && !isAsking) return false;
  missed.add(live);
  return true;
}
function isSame(target, fresh) {
  const drawn = document.createElement("template");
  drawn.innerHTML = fresh;
  // A form's token is another each time, and means the same.
  const secret = /(name="csrfmiddlewaretoken" value=")[^"]*/g;
  const plain = (html) => html.replace(/ ?htmx-\w+/g, "").replace(secret, "$1").replaceAll(' class=""', "").trim();
  return plain(drawn.innerHTML) === plain(target.innerHTML);
}
function catchUp() {
  const names = [...missed];
  missed.clear();
  for (const name of names) document.body.dispatchEvent(new CustomEvent(name));
}
document.addEventListener("pointerdown", (event) => { pressed = event.target; }, true);
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => { pressed = null; setTimeout(catchUp); }, true);
}
document.addEventListener("focusout", () => setTimeout(catchUp));
document.addEventListener("htmx:afterRequest", (event) => {
  if (!isLive(event)) setTimeout(catchUp);
});

function toNewest(box) {
  box.scrollTop = box.scrollHeight;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const target = event.detail.target;
  if (isLive(event) && mustStay(target, event.detail.serverResponse, cause(event))) {
    event.detail.shouldSwap = false;
    return;
  }
  keepTyped(event.detail.requestConfig);
  places.clear();
  for (const box of scrollers()) places.set(box.id, { top: box.scrollTop, bottom: atBottom(box) });
});

// What is being typed elsewhere on the page outlives the answer to another form.
const typed = new Map();
function keepTyped(request) {
  typed.clear();
  for (const field of fields(document)) {
    const isSent = request?.elt?.contains(field) && request.formData?.get(field.name) === field.value;
    if (field.id && !isSent && field.value !== field.defaultValue) typed.set(field.id, field.value);
  }
}
function giveBackTyped() {
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (field && !field.value) field.value = value;
  }
  typed.clear();
}

function restore() {
  giveBackTyped();
  for (const box of scrollers()) {
    const place = places.get(box.id);
    if (box.matches("[data-stick]") && (!place || place.bottom)) toNewest(box);
    else if (place) { box.scrollTop = place.top; if (box.matches("[data-stick]")) mark(box); }
  }
  drafts();
}

// Something new below, while one reads further up: say so, and go there only when asked.
function mark(box) {
  const button = box.querySelector(".to-newest");
  if (button) button.hidden = atBottom(box);
}
document.addEventListener("scroll", (event) => {
  if (event.target.matches?.("[data-stick]") && atBottom(event.target)) mark(event.target);
}, true);
document.addEventListener("click", (event) => {
  const button = event.target.closest(".to-newest");
  if (button) toNewest(button.closest("[data-stick]"));
});

// On a practice phone the next text can be written at once; one that did not leave comes back. A
// redraw under way just then has kept the text as half-written: it must not give back what was sent.
document.addEventListener("htmx:beforeSend", (event) => {
  if (!event.detail.elt.matches("[data-quick]")) return;
  event.detail.elt.reset();
  for (const field of event.detail.elt.elements) typed.delete(field.id);
});
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    if (!event.detail.elt.matches("[data-quick]")) return;
    const field = event.detail.elt.querySelector("textarea");
    field.value ||= event.detail.requestConfig.formData.get("text") ?? "";
  });
}

// A half-written text survives Back, reload and a refused send. It stays in this browser.
const key = (field) => `draft:${document.body.dataset.workspace}:${field.dataset.draft}`;
function drafts() {
  for (const field of document.querySelectorAll("[data-draft]")) {
    if (!field.value) field.value = localStorage.getItem(key(field)) ?? "";
    field.dispatchEvent(new Event("drawn", { bubbles: true }));
  }
}
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-draft]")) return;
  if (event.target.value) localStorage.setItem(key(event.target), event.target.value);
  else localStorage.removeItem(key(event.target));
});
function forgetDrafts() {
  for (const name of Object.keys(localStorage)) if (name.startsWith("draft:")) localStorage.removeItem(name);
}
// The server draws a refused text back into its field, so a sent one may be forgotten here.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[action$='/logout']")) forgetDrafts();
  const field = event.target.querySelector?.("[data-draft]");
  if (field) localStorage.removeItem(key(field));
});

// A page that came without a reload may speak another language than the one it replaced.
document.addEventListener("htmx:afterSwap", (event) => {
  const language = event.detail.xhr?.getResponseHeader("Content-Language");
  if (event.detail.boosted && language) document.documentElement.lang = language;
});

document.addEventListener("htmx:afterSettle", restore);
restore();
