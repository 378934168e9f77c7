// The counter under a text: characters and billed parts, by the alphabets of GSM 03.38 and UCS-2.
const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const EXTENDED = new Set("\f^{}\\[~]|€");

// How many units fill the parts when no character may be cut in two.
function partsOf(sizes, whole, piece) {
  const used = sizes.reduce((sum, size) => sum + size, 0);
  if (used <= whole) return { used, limit: whole, parts: 1 };
  let parts = 1;
  let room = piece;
  for (const size of sizes) {
    if (size > room) { parts += 1; room = piece; }
    room -= size;
  }
  return { used, limit: parts * piece, parts };
}

export function count(text) {
  const characters = [...text.normalize("NFC")];
  if (characters.every((one) => BASIC.has(one) || EXTENDED.has(one))) {
    return partsOf(characters.map((one) => (EXTENDED.has(one) ? 2 : 1)), 160, 153);
  }
  return partsOf(characters.map((one) => one.length), 70, 67);
}

function draw(field) {
  const place = document.getElementById(field.dataset.counter);
  if (!place) return;
  const { used, limit, parts } = count(field.value);
  const form = parts === 1 ? place.dataset.one : place.dataset.many;
  place.textContent = form.replace("{used}", used).replace("{limit}", limit).replace("{n}", parts);
}

const all = () => document.querySelectorAll("[data-counter]").forEach(draw);
for (const name of ["input", "drawn"]) {
  document.addEventListener(name, (event) => { if (event.target.matches("[data-counter]")) draw(event.target); });
}
document.addEventListener("htmx:afterSettle", all);
all();
