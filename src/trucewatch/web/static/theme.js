// Sets the theme before the first paint, so that a page never flashes in the other one.
"use strict";
(function () {
  var chosen = null;
  try { chosen = window.localStorage.getItem("theme"); } catch (error) { chosen = null; }
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
})();
