/** The files of a directory that count, in Terraform's order: a `.tofu` hides its `.tf`, overrides come last. */
export function orderFiles(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  const visible = names.filter((name) => !all.has(substituteOf(name)) || isTofu(name));
  return [...visible.filter((name) => !isOverride(name)), ...visible.filter(isOverride)];
}

/** The file that takes the place of another for OpenTofu: `main.tofu` of `main.tf`. */
export function substituteOf(name: string): string {
  return name.replace(/\.tf(\.json)?$/, '.tofu$1');
}

function isTofu(name: string): boolean {
  return /\.tofu(?:\.json)?$/.test(name);
}

/** Whether Terraform merges a file of this name into the others. */
export function isOverride(name: string): boolean {
  return /^(?:.*_)?override\.(?:tf|tofu)(?:\.json)?$/.test(name);
}
