// What happens elsewhere reaches this page. One tab of the browser holds the stream and tells the
// others; the page itself asks for the pieces it shows.
const workspace = document.body.dataset.workspace;
const NAMES = ["inbox", "conversation", "calls", "phones", "clock", "automations"];
const channel = new BroadcastChannel(`tekstari:${workspace}`);
let state = "waiting";
let since = null;

function tell(name, data) {
  document.body.dispatchEvent(new CustomEvent(`live:${name}`, { detail: { data } }));
  if (name !== "conversation") return;
  // Told without an id, every conversation is meant: also the one that is open.
  const id = data ? shown(data) : openConversation();
  if (id) document.body.dispatchEvent(new CustomEvent(`live:conversation-${id}`));
}

const shown = (id) => (id.startsWith("cnv_") ? id : `cnv_${id.replaceAll("-", "")}`);
const openConversation = () => document.querySelector("[data-conversation]")?.dataset.conversation;

function show() {
  const place = document.getElementById("connection");
  if (!place || place.dataset.state === state) return;
  place.dataset.state = state;
  const clock = since?.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  place.firstElementChild.textContent = place.dataset[state].replace("{time}", clock);
}

function become(next) {
  if (next === "broken" && state !== "broken") since = new Date();
  // What was missed while the stream was down is fetched once it is back.
  if (next === "open" && state === "broken") refetch();
  state = next;
  show();
}

function refetch() {
  NAMES.forEach((name) => tell(name));
}

function share(message) {
  channel.postMessage(message);
  hear(message);
}

function hear({ state: next, name, data, ask }) {
  if (ask) { if (stream) channel.postMessage({ state }); }
  else if (next) become(next);
  else tell(name, data);
}

let stream = null;
let patience = null;
function listen() {
  stream = new EventSource(`/stream?workspace=${encodeURIComponent(workspace)}`);
  stream.onopen = () => { clearTimeout(patience); patience = null; share({ state: "open" }); };
  stream.onerror = () => {
    // A hiccup that heals by itself within two seconds is nobody's business.
    patience ??= setTimeout(() => share({ state: "broken" }), 2000);
    if (stream.readyState === EventSource.CLOSED) { stream.close(); setTimeout(listen, 5000); }
  };
  for (const name of NAMES) stream.addEventListener(name, (event) => share({ name, data: event.data }));
}

channel.onmessage = (event) => hear(event.data);
if (navigator.locks) {
  // Held until the tab closes; then the next tab takes over.
  navigator.locks.request(`tekstari:${workspace}`, () => new Promise(listen));
  channel.postMessage({ ask: true });
} else listen();
addEventListener("pagehide", () => stream?.close());
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
document.addEventListener("htmx:afterSettle", show);

// The number in the title is the one in the menu.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "menu-inbox") return;
  const number = event.target.querySelector(".count")?.firstChild?.textContent;
  document.title = (number ? `(${number}) ` : "") + document.title.replace(/^\(\d+\) /, "");
});

const post = (address) => fetch(address, {
  method: "POST", keepalive: true, headers: JSON.parse(document.body.getAttribute("hx-headers")),
});

// A link of the telephone is followed, and the others are told that one is on the phone.
document.addEventListener("click", (event) => {
  const teller = event.target.closest("[data-tell]");
  if (teller) post(teller.dataset.tell);
});

// Read means a person had it before their eyes for a second: never by a tab behind another.
let reading = null;
function read() {
  clearTimeout(reading);
  const place = document.querySelector("[data-read]");
  if (place && document.visibilityState === "visible") reading = setTimeout(() => post(place.dataset.read), 1000);
}
document.addEventListener("visibilitychange", read);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target === document.body || event.target.matches("[data-read]")) read();
});
read();
