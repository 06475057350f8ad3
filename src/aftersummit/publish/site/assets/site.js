/* Light and dark by choice, and filters on the list of commitments. Every page reads well without. */
(function () {
  "use strict";
  var root = document.documentElement;
  function remembered() {
    try { return localStorage.getItem("aftersummit-theme") || ""; } catch (error) { return ""; }
  }
  function remember(theme) {
    try { localStorage.setItem("aftersummit-theme", theme); } catch (error) { /* kept for this page */ }
  }
  if (remembered()) root.dataset.theme = remembered();

  function dark() {
    if (root.dataset.theme) return root.dataset.theme === "dark";
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function addThemeButton() {
    var find = document.querySelector(".find");
    if (!find) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "theme";
    function label() { button.textContent = dark() ? "Light" : "Dark"; }
    button.addEventListener("click", function () {
      root.dataset.theme = dark() ? "light" : "dark";
      remember(root.dataset.theme);
      label();
      document.dispatchEvent(new Event("themechange"));
    });
    label();
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
    find.appendChild(button);
  }

  function addFilters() {
    var form = document.querySelector("[data-filters]");
    if (!form) return;
    var entries = Array.from(document.querySelectorAll(".filterable .entry"));
    var said = form.querySelector("[role=status]");
    form.hidden = false;
    function read() {
      var wanted = new URLSearchParams(location.hash.slice(1));
      Array.from(form.elements).forEach(function (field) {
        if (field.name) field.value = wanted.get(field.name) || "";
      });
    }
    function apply() {
      var shown = 0;
      entries.forEach(function (entry) {
        var fits = ["status", "pillar", "party"].every(function (name) {
          var value = form.elements[name].value;
          return !value || (entry.dataset[name] || "").split(" ").indexOf(value) >= 0;
        });
        entry.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      document.querySelectorAll(".filterable").forEach(function (section) {
        section.hidden = !section.querySelector(".entry:not([hidden])");
      });
      said.textContent = shown === entries.length ? "" : shown + " of " + entries.length + " shown";
    }
    form.addEventListener("change", function () {
      var chosen = new URLSearchParams();
      Array.from(form.elements).forEach(function (field) {
        if (field.name && field.value) chosen.set(field.name, field.value);
      });
      history.replaceState(null, "", "#" + chosen.toString());
      apply();
    });
    window.addEventListener("hashchange", function () { read(); apply(); });
    read();
    apply();
  }

  /* A place inside a closed part of the page is opened when a link leads to it. */
  function openTarget() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var folded = target && target.closest("details");
    if (folded && !folded.open) {
      folded.open = true;
      target.scrollIntoView();
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    openTarget();
    window.addEventListener("hashchange", openTarget);
    addThemeButton();
    addFilters();
  });
})();
