// Keys for those who do not want to leave them: / searches, j and k go through rows, Escape closes what is open.
document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target.matches?.("input, select, textarea");
    if (event.key === "Escape") {
        if (isTyping) event.target.blur();
        else document.querySelector("[data-close]")?.click();
        return;
    }
    if (isTyping) return;
    if (event.key === "/") {
        const search = document.querySelector("[data-search]");
        if (search) {
            event.preventDefault();
            search.focus();
            search.select();
        }
    }
    else if (event.key === "j" || event.key === "k") {
        const rows = [...document.querySelectorAll("[data-row]")];
        const at = rows.indexOf(document.activeElement);
        rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1)))]?.focus();
    }
});
