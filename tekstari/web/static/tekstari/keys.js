// Keys: every one is also a visible control, marked with data-key. Letters can be switched off.
const isOn = () => localStorage.getItem("keys") !== "off";
const isWriting = (element) => element.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const here = rows.findIndex((row) => row === document.activeElement);
  const current = here >= 0 ? here : rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = rows[current < 0 ? 0 : current + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(letter) {
  const visible = (element) => element.checkVisibility?.() ?? true;
  const control = [...document.querySelectorAll(`[data-key="${letter}"]`)].find((found) => visible(found) || found.type === "radio");
  if (!control) return false;
  if (control.matches("textarea")) control.focus();
  else control.click();
  return true;
}

function submit(element) {
  const form = element.closest("form");
  const button = form?.querySelector("[data-submit]");
  if (button) form.requestSubmit(button);
  return Boolean(button);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const withControl = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && withControl && submit(event.target)) return event.preventDefault();
  if (event.key === "Enter" && !event.shiftKey && event.target.matches("[data-enter]")) { submit(event.target); return event.preventDefault(); }
  if (event.key === "Escape") { document.querySelector("details.menu[open]")?.removeAttribute("open"); event.target.blur?.(); return; }
  if (withControl || event.altKey || !isOn() || isWriting(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key === "?") document.getElementById("keys").showModal();
  else if (!/^[a-z1-9]$/.test(key) || !press(key)) return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) document.getElementById(opener.dataset.openDialog).showModal();
  const menu = document.querySelector("details.menu[open]");
  if (menu && (opener || !menu.contains(event.target))) menu.removeAttribute("open");
});
document.addEventListener("change", (event) => {
  if (event.target.id === "keys-on") localStorage.setItem("keys", event.target.checked ? "on" : "off");
});
const draw = () => { const box = document.getElementById("keys-on"); if (box) box.checked = isOn(); };
document.addEventListener("htmx:afterSettle", draw);
draw();
