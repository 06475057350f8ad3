/* Draws each chart again to the width of the screen, with values on hover; the drawing in the page stays where this fails. */
(function () {
  "use strict";
  var NAMES = { "#101010": "--ink", "#606060": "--muted", "#d0d0d0": "--rule", "#105090": "--series", "#a04010": "--undercut" };

  function coloured(text) {
    var style = getComputedStyle(document.documentElement);
    return Object.keys(NAMES).reduce(function (found, colour) {
      return found.split(colour).join(style.getPropertyValue(NAMES[colour]).trim());
    }, text);
  }
  function draw(figure) {
    var place = figure.querySelector("[data-chart]");
    var still = place.querySelector("svg");
    var label = still ? still.getAttribute("aria-label") : "";
    var spec = JSON.parse(coloured(figure.querySelector(".description").textContent));
    var width = Math.floor(figure.getBoundingClientRect().width);
    spec.width = width;
    if (width < 460) spec.config.axisX.tickCount = Math.max(2, Math.floor(width / 80));
    var fresh = document.createElement("div");
    fresh.setAttribute("role", "img");
    fresh.setAttribute("aria-label", place.getAttribute("data-label") || label);
    place.setAttribute("data-label", fresh.getAttribute("aria-label"));
    return window.vegaEmbed(fresh, spec, { renderer: "svg", actions: false }).then(function () {
      var drawing = fresh.querySelector("svg");
      if (!drawing) return;
      drawing.setAttribute("aria-hidden", "true");
      fresh.querySelectorAll("[aria-roledescription]").forEach(function (mark) {
        ["role", "aria-roledescription", "aria-label"].forEach(function (name) { mark.removeAttribute(name); });
      });
      place.replaceChildren(fresh);
    });
  }
  function all() {
    if (!window.vegaEmbed || matchMedia("print").matches) return;
    document.querySelectorAll("figure.chart").forEach(function (figure) {
      draw(figure).catch(function () { /* the still drawing stays */ });
    });
  }
  var waiting = 0, width = window.innerWidth;
  window.addEventListener("resize", function () {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(all, 200);
  });
  document.addEventListener("themechange", all);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  all();
})();
