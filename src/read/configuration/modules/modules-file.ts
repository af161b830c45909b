/** An entry of `.terraform/modules/modules.json`. */
export interface InstalledModule {
  /** The dotted path of the module call. */
  readonly key: string;
  readonly directory: string;
}

/** The entries of a modules file; none where it is not one. */
export function parseModulesFile(text: string): readonly InstalledModule[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof json !== 'object' || json === null || !('Modules' in json)) return [];
  const modules: unknown = json.Modules;
  return Array.isArray(modules) ? modules.flatMap(readEntry) : [];
}

function readEntry(entry: unknown): readonly InstalledModule[] {
  if (typeof entry !== 'object' || entry === null) return [];
  if (!('Key' in entry) || !('Dir' in entry)) return [];
  const { Key: key, Dir: directory } = entry;
  return typeof key === 'string' && typeof directory === 'string' ? [{ key, directory }] : [];
}
