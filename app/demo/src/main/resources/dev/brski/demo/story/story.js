"use strict";
const chapters = [...document.querySelectorAll("details.chapter")];
function show() {
  const target = document.getElementById(location.hash.slice(1));
  const chapter = target && target.closest("details.chapter");
  if (chapter) {
    chapter.open = true;
    chapter.scrollIntoView({ block: "start" });
  }
}
addEventListener("hashchange", show);
show();
document.querySelectorAll("a.message").forEach((arrow) => arrow.addEventListener("click", () => setTimeout(show)));
const buttons = document.querySelector(".buttons");
if (buttons) {
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const wanted = event.target.dataset.open;
    if (wanted) {
      chapters.forEach((chapter) => { chapter.open = wanted === "yes"; });
    }
  });
}
addEventListener("beforeprint", () => chapters.forEach((chapter) => { chapter.open = true; }));
