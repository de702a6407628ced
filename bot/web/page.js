// After a reply, bring the question it answers to the top, so that reading starts there.
new MutationObserver((changes) => {
  const added = changes.flatMap((change) => [...change.addedNodes]);
  const isReply = (node) =>
    node.nodeType === Node.ELEMENT_NODE &&
    (node.matches("#chat .bot") || node.querySelector("#chat .bot, .bot"));
  if (!added.some(isReply)) return;
  const questions = document.querySelectorAll("#chat .message-row.user-row, #chat .user-row");
  const last = questions[questions.length - 1];
  if (last) last.scrollIntoView({ block: "start" });
}).observe(document.documentElement, { childList: true, subtree: true });

// Say at once what the help panel says: screen readers announce a change in an alert.
function announceHelp() {
  const alert = document.createElement("div");
  alert.id = "announced";
  alert.setAttribute("role", "alert");
  document.body.append(alert);
  new MutationObserver(() => {
    const line = document.querySelector("#help-line")?.innerText.trim() ?? "";
    if (alert.textContent !== line) alert.textContent = line;
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
if (document.body) announceHelp();
else addEventListener("DOMContentLoaded", announceHelp);
