// Runs before simcord's own module: gives the bare address its channel, and makes the page the sandbox's.
"use strict";
(() => {
  const { channels, run, tips, title } = document.currentScript.dataset;
  const names = JSON.parse(channels);
  const current = () => window.location.hash.slice(1);
  // simcord's page reads the fragment once, when its module starts, and reloads when it changes
  if (!names.includes(current())) window.history.replaceState(null, "", `#${names[0]}`);

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
    button.addEventListener("click", () => {
      const composer = find("#channel-composer-input");
      composer.value = tip.split(" ")[0];
      composer.focus();
      composer.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
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
    let following = true;
    let touched = 0;
    const follow = () => { if (following) timeline.scrollTop = timeline.scrollHeight; };
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      timeline.addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
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
    sizes.observe(find("#channel-message-list"));
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
