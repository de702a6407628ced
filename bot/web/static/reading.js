// Reading the article: a citation opens its sentences and marks them, with a way back.
// The address #article:start-end says which: character offsets into the article.

const PLACE = /^#[^:]+:(\d+)-(\d+)$/;
const CITATION = /^\[\d+\]$/;
let opener = null; // the link that led to the article last

function sentencesAt(hash) {
  const place = PLACE.exec(decodeURIComponent(hash));
  if (!place) return [];
  return [...document.querySelectorAll('#article [id^="s-"]')].filter((sentence) => {
    const start = Number(sentence.id.slice(2));
    return start >= Number(place[1]) && start < Number(place[2]);
  });
}

function citationsOf(message) {
  const links = message ? [...message.querySelectorAll('a[href^="#"]')] : [];
  return links.filter((link) => CITATION.test(link.textContent.trim()));
}

function open(hash) {
  const sentences = sentencesAt(hash);
  if (!sentences.length) return false;
  for (const mark of document.querySelectorAll("#article .opened")) mark.classList.remove("opened");
  document.querySelector("#way-back")?.remove();
  for (const sentence of sentences) sentence.classList.add("opened");
  if (opener) sentences.at(-1).after(wayBack());
  sentences[0].tabIndex = -1;
  sentences[0].focus({ preventScroll: true });
  sentences[0].scrollIntoView({ block: "center" });
  return true;
}

function wayBack() {
  const button = document.createElement("button");
  button.id = "way-back";
  button.textContent = CITATION.test(opener.textContent.trim()) ? "Back to the answer" : "Back";
  button.addEventListener("click", () => {
    const target = opener.isConnected ? opener : document.querySelector("#question textarea");
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });
  return button;
}

// The sentences that the latest answer quotes, all of them, stay marked in the article.
function markLatest() {
  const messages = [...document.querySelectorAll("#chat .bot.message")];
  const latest = messages.reverse().find((message) => citationsOf(message).length);
  const quoted = new Set(citationsOf(latest).flatMap((link) => sentencesAt(link.hash)));
  for (const sentence of document.querySelectorAll('#article [id^="s-"]'))
    sentence.classList.toggle("quoted", quoted.has(sentence));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link || !PLACE.test(decodeURIComponent(link.hash))) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab
  // Gradio's <base> would take a page with a query elsewhere, and the chat be lost.
  event.preventDefault();
  opener = link;
  if (link.hash === location.hash) open(link.hash); // no change of address will tell
  else location.hash = link.hash;
});
addEventListener("hashchange", () => open(location.hash));

// The page fills itself after it has loaded: wait for the article, then for answers.
let opened = !location.hash;
new MutationObserver(() => {
  if (!opened) opened = open(location.hash);
  markLatest();
}).observe(document.documentElement, { childList: true, subtree: true });
