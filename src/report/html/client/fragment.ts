// Filters in the fragment of the address: it is never sent anywhere, and a link shows the same findings in a later report.

/** What a form says, by the names that stay the same from one report to the next; what is as at first is left out. */
export function writeForm(form: HTMLFormElement): URLSearchParams {
  const said = new URLSearchParams();
  for (const control of controlsOf(form)) {
    if (control instanceof HTMLInputElement) {
      if (control.value !== '') said.set(control.name, control.value);
      continue;
    }
    const [chosen] = control.selectedOptions;
    if (chosen !== undefined && !chosen.defaultSelected && chosen !== firstOf(control))
      said.set(control.name, nameOf(chosen));
  }
  return said;
}

/** Sets a form to what an address says, and tells what of it this report does not have. */
export function readForm(form: HTMLFormElement, said: URLSearchParams): readonly string[] {
  form.reset();
  const controls = controlsOf(form);
  return [...said].flatMap(([name, value]) => {
    const control = controls.find((one) => one.name === name);
    if (control instanceof HTMLInputElement) {
      control.value = value;
      return [];
    }
    const option = [...(control?.options ?? [])].find((one) => nameOf(one) === value);
    if (option === undefined) return [`${name}=${value}`];
    option.selected = true;
    return [];
  });
}

/** The fragment of the address where it is a filter; null where it is none. */
export function filterInAddress(): URLSearchParams | null {
  const text = location.hash.slice(1);
  return text.includes('=') ? new URLSearchParams(text) : null;
}

/** Puts a filter into the address, in the place of the one before. */
export function tellAddress(said: URLSearchParams): void {
  const text = said.toString();
  if (text === '' && filterInAddress() === null) return;
  try {
    history.replaceState(null, '', text === '' ? location.pathname + location.search : `#${text}`);
  } catch {
    // A page without an address of its own, in a frame: there is nothing to share.
  }
}

function controlsOf(form: HTMLFormElement): readonly (HTMLInputElement | HTMLSelectElement)[] {
  return [...form.elements].filter(
    (control) => control instanceof HTMLInputElement || control instanceof HTMLSelectElement,
  );
}

/** Everything: the empty name; where a select begins with another choice, that has to be said. */
function nameOf(option: HTMLOptionElement): string {
  return option.dataset['name'] ?? (option.value === '' ? 'all' : option.value);
}

/** What is chosen where nothing else is. */
function firstOf(control: HTMLSelectElement): HTMLOptionElement | undefined {
  const options = [...control.options];
  return options.find(({ defaultSelected }) => defaultSelected) ?? options[0];
}
