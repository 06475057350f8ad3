/* Search over the index that search-index.js sets: no server, no network. */
(function () {
  "use strict";
  var LIMIT = 60;
  var box = document.querySelector("[data-search]");
  var input = document.getElementById("query");
  var said = box.querySelector("[role=status]");
  var list = box.querySelector(".results");
  var kinds = box.querySelector(".kinds");
  var kind = "";

  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  var index = (window.AFTERSUMMIT_INDEX || []).map(function (row) {
    return {
      path: row[0], kind: row[1], title: row[2], about: row[3],
      first: fold(row[2]), rest: fold(row[3] + " " + row[4] + " " + row[0])
    };
  });

  function startsWord(text, word) {
    var at = text.indexOf(word);
    while (at >= 0) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return true;
      at = text.indexOf(word, at + 1);
    }
    return false;
  }
  function worth(row, words) {
    var total = row.kind === "Commitment" ? 1 : 0;
    for (var i = 0; i < words.length; i++) {
      if (startsWord(row.first, words[i])) total += 10;
      else if (startsWord(row.rest, words[i])) total += 3;
      else if (words[i].length > 2 && row.first.indexOf(words[i]) >= 0) total += 2;
      else if (words[i].length > 2 && row.rest.indexOf(words[i]) >= 0) total += 1;
      else return 0;
    }
    return total;
  }
  function find(query) {
    var words = fold(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (!words.length) return [];
    return index
      .map(function (row, place) { return { row: row, place: place, worth: worth(row, words) }; })
      .filter(function (hit) { return hit.worth > 0; })
      .sort(function (a, b) { return b.worth - a.worth || a.place - b.place; })
      .map(function (hit) { return hit.row; });
  }

  function item(row) {
    var li = document.createElement("li");
    var label = document.createElement("span");
    label.className = "kind";
    label.textContent = row.kind;
    var title = document.createElement(/^(https?:|[^:]*$)/.test(row.path) && row.path ? "a" : "b");
    if (title.tagName === "A") title.href = row.path;
    title.textContent = row.title;
    li.append(label, title);
    if (row.about) {
      var about = document.createElement("span");
      about.className = "meta";
      about.textContent = row.about;
      li.append(about);
    }
    return li;
  }
  function drawKinds(hits) {
    var counts = new Map();
    hits.forEach(function (row) { counts.set(row.kind, (counts.get(row.kind) || 0) + 1); });
    if (kind && !counts.has(kind)) kind = "";
    kinds.replaceChildren();
    if (counts.size < 2) return;
    [["", hits.length]].concat(Array.from(counts)).forEach(function (pair) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = (pair[0] || "All") + " " + pair[1];
      button.setAttribute("aria-pressed", String(kind === pair[0]));
      button.addEventListener("click", function () {
        kind = pair[0];
        show();
        var again = kinds.querySelector("[aria-pressed=true]");
        if (again) again.focus();
      });
      kinds.append(button);
    });
  }
  function show() {
    var query = input.value.trim();
    var hits = find(query);
    drawKinds(hits);
    var chosen = kind ? hits.filter(function (row) { return row.kind === kind; }) : hits;
    list.replaceChildren.apply(list, chosen.slice(0, LIMIT).map(item));
    if (!query) said.textContent = index.length.toLocaleString("en") + " records can be searched.";
    else if (!hits.length) said.textContent = "Nothing in this register has all of these words. Try fewer, or another language.";
    else said.textContent = chosen.length.toLocaleString("en") + (chosen.length === 1 ? " record" : " records") + " found" + (chosen.length > LIMIT ? "; the best " + LIMIT + " are shown." : ".");
  }

  var waiting = 0;
  input.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      show();
      try {
        history.replaceState(null, "", "?q=" + encodeURIComponent(input.value));
      } catch (error) { /* some browsers refuse this for files; the search works all the same */ }
    }, 90);
  });
  box.querySelector("form").addEventListener("submit", function (event) {
    event.preventDefault();
    show();
  });
  box.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    var links = Array.from(list.querySelectorAll("a"));
    if (!links.length || (event.target !== input && links.indexOf(event.target) < 0)) return;
    event.preventDefault();
    var next = links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) input.focus();
    else if (next < links.length) links[next].focus();
  });
  input.value = new URLSearchParams(location.search).get("q") || "";
  show();
  if (!input.value) input.focus();
})();
