// What a careful person would see on a page: returns a list of faults, each with the element.
() => {
  const faults = [];
  const tell = (what, element) => faults.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  function rgb(colour) {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data];
  }
  function light([r, g, b]) {
    const linear = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }
  function behind(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  }
  function contrast(element) {
    const [high, low] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  }
  function name(element) {
    const named = element.getAttribute("aria-labelledby");
    return (element.getAttribute("aria-label") || (named && document.getElementById(named)?.textContent)
      || element.labels?.[0]?.textContent || element.textContent || element.title || "").trim();
  }

  for (const control of document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")) {
    if (!seen(control)) continue;
    if (!name(control)) tell("without a name", control);
    const { width, height } = control.getBoundingClientRect();
    const isInText = control.closest("p, dd, li.row") && control.tagName === "A";
    if (!isInText && !control.closest(".sr, .skip") && !control.matches(".skip") && Math.min(width, height) < 24) tell(`only ${width}x${height}`, control);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !seen(element) || element.closest(".sr, .skip, script, :disabled")) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < 12) tell(`text of ${size} px`, element);
    const ratio = contrast(element);
    if (ratio < 4.5) tell(`contrast ${ratio.toFixed(2)}`, element);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push(`id twice: ${id}`);
  const titles = [...document.querySelectorAll("h1")].filter(seen);
  if (titles.length !== 1) faults.push(`${titles.length} first headings`);
  if (!/^(fi|sv|en)$/.test(document.documentElement.lang)) faults.push("no language");
  for (const box of [document.documentElement, document.getElementById("content")]) {
    if (box && box.scrollWidth > box.clientWidth + 1) faults.push(`sideways by ${box.scrollWidth - box.clientWidth} in ${box.tagName}`);
  }
  return faults;
}
