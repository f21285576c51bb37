// The lines of text a reader sees in each card, counted by where its letters stand.
() => [...document.querySelectorAll(".card")].map((card) => {
  const tops = [];
  const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const box of range.getClientRects()) {
      const middle = (box.top + box.bottom) / 2;
      if (box.width > 1 && box.height > 1 && !tops.some((top) => Math.abs(top - middle) < 8)) tops.push(middle);
    }
  }
  return { name: card.querySelector(".card__name").innerText, lines: tops.length };
})
