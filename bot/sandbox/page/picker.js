// Makes simcord's picker of commands behave as Discord's does. Runs before simcord's own module.
"use strict";
(() => {
  const COMPOSER = "#channel-composer-input";
  const FIELD = ".command-option-input";
  // "/who about: Gallant", as the README and the terminal write it
  const WHOLE = /^\/([a-z]+(?: [a-z]+)?)\s+([a-z]+:.*)$/s;
  const WAIT_SECONDS = 2;

  const all = (selector) => [...document.querySelectorAll(selector)];

  function type(field, text) {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  function closeList(field) {
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  }

  // simcord asks for suggestions only when something is typed
  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(`${FIELD}[aria-autocomplete="list"]`) || target.value) return;
    window.setTimeout(() => {
      // read-only: the command is on its way
      if (document.activeElement === target && !target.value && !target.readOnly) type(target, "");
    });
  });

  // simcord would offer what is chosen again, and Enter would choose it for ever
  document.addEventListener("click", ({ target }) => {
    const chosen = target.closest(".command-suggestion")?.dataset.value;
    if (chosen === undefined) return;
    window.setTimeout(() => {
      const field = document.activeElement;
      if (field.matches(FIELD) && field.value === chosen) closeList(field);
    });
  }, { capture: true });

  async function appearing(find) {
    for (const end = Date.now() + WAIT_SECONDS * 1000; Date.now() < end;) {
      const found = find();
      if (found) return found;
      await new Promise((resolve) => { window.setTimeout(resolve, 20); });
    }
    return null;
  }

  async function fieldOf(option) {
    const field = () => document.querySelector(`${FIELD}[data-option="${CSS.escape(option)}"]`);
    if (field()) return field();
    if (document.activeElement.matches(FIELD)) closeList(document.activeElement);
    document.querySelector(".command-ghost")?.click();
    all(".command-suggestion").find((item) => item.dataset.value === option)?.click();
    return field();
  }

  // Returns the last field that was filled in, or null when there is no such command.
  async function fillIn(text) {
    const [, name, rest] = WHOLE.exec(text);
    type(document.querySelector(COMPOSER), `/${name}`);
    const entry = await appearing(() => all(".command-entry").find(
      (item) => item.querySelector(".command-entry-title").firstChild.textContent.trim() === `/${name}`,
    ));
    if (!entry) return null;
    entry.click();
    const [, ...parts] = rest.replace(/^([a-z]+):\s*/, "$1: ").split(/(?:^|\s+)([a-z]+):(?:\s+|$)/);
    let last = null;
    for (let part = 0; part < parts.length; part += 2) {
      const field = await fieldOf(parts[part]);
      if (field) type(field, parts[part + 1].trim());
      last = field ?? last;
    }
    return last;
  }

  window.sandboxPicker = {
    // Fills in a command, for a person to look at and send.
    async prepare(text) {
      document.querySelector(".command-context-close")?.click();
      (await fillIn(text))?.focus();
    },
  };

  // Who types a command as one line means the command; simcord would post it as a message.
  let asIs = false;
  document.addEventListener("submit", async (event) => {
    const composer = document.querySelector(COMPOSER);
    if (asIs || !composer || !WHOLE.test(composer.value)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const text = composer.value;
    const field = await fillIn(text);
    if (field) {
      closeList(field);
    } else if (document.querySelector(COMPOSER)) {
      type(composer, text);
      asIs = true;
    }
    document.querySelector("#channel-composer").requestSubmit();
    asIs = false;
  }, { capture: true });
})();
