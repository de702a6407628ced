// Say at once what the help panel says: screen readers announce a change in an alert.
const alert = document.createElement("div");
alert.id = "announced";
alert.setAttribute("role", "alert");
document.body.append(alert);
new MutationObserver(() => {
  const line = document.querySelector("#help-line")?.innerText.trim() ?? "";
  if (alert.textContent !== line) alert.textContent = line;
}).observe(document.body, { childList: true, subtree: true, characterData: true });
