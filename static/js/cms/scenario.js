// The form of a branching scenario in /cms/: shows the map beside what is to be mended, and offers the nodes' keys where one is asked for.
(() => {
  const { StructBlock, StructBlockDefinition } = window.wagtailStreamField.blocks;
  let lists = 0;

  class Scenario extends StructBlock {
    setError(error) {
      super.setError(error);
      this.element().querySelector(":scope > .gt-map")?.remove();
      if (error?.map) this.element().insertAdjacentHTML("afterbegin", error.map); // escaped by the template that drew it
    }

    element() {
      return this.container[0] ?? this.container;
    }
  }

  class ScenarioDefinition extends StructBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const block = new Scenario(this, placeholder, prefix, initialState, initialError);
      if (initialError) block.setError(initialError);
      offerKeys(block.element(), prefix);
      return block;
    }
  }

  function offerKeys(element, prefix) {
    const list = document.createElement("datalist");
    lists += 1;
    list.id = `scenario-keys-${lists}`;
    element.append(list);
    element.addEventListener("focusin", (event) => {
      if (!event.target.matches(`input[name="${prefix}-start"], input[name$="-to"]`)) return;
      const keys = [...element.querySelectorAll('input[name$="-key"]')].map((input) => input.value).filter(Boolean);
      list.replaceChildren(...[...new Set(keys)].map((key) => Object.assign(document.createElement("option"), { value: key })));
      event.target.setAttribute("list", list.id);
    });
  }

  window.telepath.register("learning.content.Scenario", ScenarioDefinition);
})();
