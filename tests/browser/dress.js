// Puts on the page that stands there what a choice of text size and contrast changes of it, as the site itself would.
([size, contrast]) => {
  const { dataset } = document.documentElement;
  delete dataset.size;
  delete dataset.contrast;
  if (size !== "standard") dataset.size = size;
  dataset.contrast = contrast;
  for (const button of document.querySelectorAll("#display [name=size]")) {
    button.setAttribute("aria-pressed", String(button.value === size));
  }
  // A contrast that is chosen is given back by the same button.
  ["standard", "dark", "high"].forEach((value, at) => {
    const button = document.querySelectorAll("#display [name=contrast]")[at];
    if (!button) return;
    button.value = value === contrast ? "device" : value;
    button.setAttribute("aria-pressed", String(value === contrast));
  });
};
