// Runs before simcord's own module: gives the bare address its channel, and makes the page the sandbox's.
"use strict";
(() => {
  const { channels, run, tips, title } = document.currentScript.dataset;
  const names = JSON.parse(channels);
  const ANSWER_MS = 5000;
  const current = () => window.location.hash.slice(1);
  // simcord's page reads the fragment once, when its module starts, and reloads when it changes
  if (!names.includes(current())) window.history.replaceState(null, "", `#${names[0]}`);

  // simcord stops at weeks; Discord goes on to months and years
  const relative = Intl.RelativeTimeFormat.prototype;
  const formatted = relative.format;
  relative.format = function format(amount, unit) {
    const days = Math.abs(amount) * 7;
    if (unit !== "week" || days < 28) return formatted.call(this, amount, unit);
    const [name, length] = days < 345 ? ["month", 30.44] : ["year", 365.25];
    return formatted.call(this, Math.sign(amount) * Math.max(1, Math.round(days / length)), name);
  };

  const find = (selector) => document.querySelector(selector);

  function section(label, entries) {
    const nav = document.createElement("nav");
    nav.className = "sandbox-section";
    nav.setAttribute("aria-label", label);
    const heading = document.createElement("h2");
    heading.textContent = label;
    nav.append(heading, ...entries);
    return nav;
  }

  function channelLink(name) {
    const link = document.createElement("a");
    link.href = `#${name}`;
    link.textContent = `# ${name}`;
    if (name === current()) link.setAttribute("aria-current", "page");
    return link;
  }

  function tipButton(tip) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = tip;
    button.addEventListener("click", () => window.sandboxPicker.prepare(tip));
    return button;
  }

  function dress() {
    document.title = `#${current()} · ${title}`;
    find(".brand-mark").textContent = "N";
    find(".preview-brand strong").textContent = "Nutgraf";
    find(".preview-brand small").textContent = "sandbox";
    find("#messages-toggle").lastChild.textContent = "Channels";
    find(".sidebar-heading h1").textContent = title;
    find(".sidebar-heading").after(
      section("Channels", names.map(channelLink)),
      section("Try", JSON.parse(tips).map(tipButton)),
    );
  }

  // As on Discord: who is at the newest message stays there, and who asks something goes there.
  function followNewest() {
    const timeline = find("#channel-timeline");
    const list = find("#channel-message-list");
    const newest = () => [...list.querySelectorAll("[data-message-id]")].at(-1)?.dataset.messageId;
    let following = true;
    let touched = 0;
    let pressed = null;
    const follow = () => {
      // a button that answers with a message of its own, as *More* does
      if (pressed && Date.now() - pressed.at < ANSWER_MS && newest() !== pressed.newest) {
        following = true;
        pressed = null;
      }
      if (following) timeline.scrollTop = timeline.scrollHeight;
    };
    list.addEventListener("click", (event) => {
      if (event.target.closest(".component-button")) pressed = { at: Date.now(), newest: newest() };
    }, { capture: true });
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      timeline.addEventListener(kind, (event) => {
        // a press on a button is no scrolling; one on the bar at the side is
        if (kind !== "pointerdown" || event.target === timeline) touched = Date.now();
      }, { passive: true });
    }
    timeline.addEventListener("scroll", () => {
      const near = timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < 80;
      // simcord scrolls too, to hold its place: only a person leaves the newest message
      if (near) following = true;
      else if (Date.now() - touched < 1000) following = false;
    });
    // the conversation grows, an answer unfolds, the composer takes room: all change one of the two
    const sizes = new ResizeObserver(() => window.requestAnimationFrame(follow));
    sizes.observe(timeline);
    sizes.observe(list);
    find("#channel-composer").addEventListener("submit", () => { following = true; follow(); }, { capture: true });
  }

  // A page that outlived its sandbox, or slept past simcord's lease of ten minutes, comes back by itself.
  async function revive() {
    try {
      const answer = await fetch("/", { method: "HEAD", cache: "no-store" });
      const ended = find("#action-status").textContent.includes("session is unavailable");
      if (answer.ok && (ended || answer.headers.get("X-Sandbox-Run") !== run)) window.location.reload();
    } catch {
      // the sandbox is not running: ask again later
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    dress();
    followNewest();
    window.setInterval(revive, 4000);
  });
})();
