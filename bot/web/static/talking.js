// The conversation: where reading starts, waiting told, answers copied, saved, printed.

const SLOW = 500; // milliseconds after which a wait is told
const KEPT = "b12bot-chat"; // the entry of a chat kept on this device
const SETTLED = 150; // milliseconds until Gradio has put the focus back and the chips in
const LONG = 30_000; // milliseconds after which no answer is expected any more
const STARTING = "Still starting up. You can ask now: the answer comes once it is ready.";
const LOOKING = "Looking it up ...";
const LOST = "No answer came. Please check your connection, and ask again.";
let starting = false;
let waiting = 0; // the timer of a question that has no answer yet

function tell(text) {
  const line = document.querySelector("#status");
  if (line && line.textContent !== text) line.textContent = text;
}

function addStatus() {
  const question = document.querySelector("#question");
  if (!question || document.querySelector("#status")) return;
  const line = document.createElement("div");
  line.id = "status";
  line.setAttribute("role", "status");
  question.before(line);
  if (starting) tell(STARTING);
}

async function watchStart() {
  const health = await fetch("healthz").then((response) => response.json()).catch(() => ({}));
  starting = health.ready === false;
  tell(starting ? STARTING : "");
  if (starting) setTimeout(watchStart, 1000);
}

function asked() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    tell(starting ? STARTING : LOOKING);
    waiting = setTimeout(() => starting || tell(LOST), LONG);
  }, SLOW);
}

function answered() {
  clearTimeout(waiting);
  if (!starting) tell("");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && event.target.matches?.("#question textarea")) asked();
}, true);
document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("button");
  if (!pressed) return;
  if (pressed.matches("#question button, #chat .option, #chat .example")) asked();
  if (pressed.matches("#chat .copy-answer")) copy(pressed);
  if (pressed.matches("#new, #wipe")) {
    forget();
    scrollTo(0, 0);
  }
  if (pressed.matches("#save")) save();
  if (pressed.matches("#print")) print();
}, true);

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("#keep input")) return;
  if (!event.target.checked) forget();
  tell(event.target.checked ? "Kept in this browser until you clear it." : "Not kept.");
});

// Gradio empties what was kept but leaves its entry: take that away once it is empty.
function forget() {
  const before = localStorage.getItem(KEPT);
  if (before === null) return;
  const look = setInterval(() => {
    if (localStorage.getItem(KEPT) === before) return;
    clearInterval(look);
    localStorage.removeItem(KEPT);
  }, 50);
}

function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

// An answer as text, with the addresses of its citations under it.
function asText(message) {
  const links = [...message.querySelectorAll('a[href^="#"]')];
  const cited = links.filter((link) => /^\[\d+\]$/.test(link.textContent.trim()));
  const sources = cited.map((link) => `${link.textContent.trim()} ${link.href}`);
  const words = [...message.querySelectorAll(".prose")].map((part) => part.innerText.trim());
  const article = document.querySelector("#source textarea")?.value ?? "";
  return [...words, ...sources, `${article} Read on ${today()}.`].join("\n\n");
}

async function copy(button) {
  await navigator.clipboard.writeText(asText(button.closest(".message")));
  tell("Copied, with its sources and the disclaimer.");
}

function save() {
  const text = document.querySelector("#conversation textarea")?.value;
  if (!text) return tell("There is nothing to save yet.");
  const here = location.href.split("#")[0];
  const file = new Blob([text.replaceAll("](#", `](${here}#`)], { type: "text/markdown" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `b12bot-${today()}.md`;
  link.click();
  URL.revokeObjectURL(link.href);
  tell(`Saved as ${link.download}.`);
}

// What Gradio leaves amiss for screen readers: messages labelled with their Markdown
// source, a list whose children are buttons, an article that scrolls but takes no focus.
function mendLabels() {
  for (const labelled of document.querySelectorAll("#chat [data-testid][aria-label]"))
    labelled.removeAttribute("aria-label");
  document.querySelector("#chat .examples")?.removeAttribute("role");
  const article = document.querySelector("#article:not([tabindex])");
  if (!article) return;
  article.tabIndex = 0;
  article.setAttribute("role", "region");
  article.setAttribute("aria-label", "The article");
}

function addCopyButtons() {
  for (const message of document.querySelectorAll("#chat .bot.message")) {
    if (message.querySelector(".copy-answer") || !message.querySelector(".prose")) continue;
    const button = document.createElement("button");
    button.className = "copy-answer";
    button.textContent = "Copy";
    message.append(button);
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.matches?.(".skip")) return;
  event.preventDefault();
  document.querySelector("#question textarea")?.focus();
});

// A reason asked for is of no use out of sight.
let asksWhy = false;
function showForm() {
  const form = document.querySelector("#feedback");
  const asks = Boolean(form?.offsetParent);
  if (asks && !asksWhy) form.scrollIntoView({ block: "nearest" });
  asksWhy = asks;
}

// After a reply, bring the question it answers to the top: reading starts there. Whoever
// has begun to read, and opens a citation or scrolls, is not brought back.
let replies = 0;
let settling;
for (const sign of ["pointerdown", "keydown", "wheel"])
  addEventListener(sign, () => clearTimeout(settling), { capture: true, passive: true });
new MutationObserver(() => {
  addStatus();
  mendLabels();
  addCopyButtons();
  showForm();
  const now = document.querySelectorAll("#chat .bot.message").length;
  if (now > replies) {
    answered();
    const question = [...document.querySelectorAll("#chat .user-row")].at(-1);
    settling = setTimeout(() => question?.scrollIntoView({ block: "start" }), SETTLED);
  }
  replies = now;
}).observe(document.documentElement, { childList: true, subtree: true });
watchStart();
