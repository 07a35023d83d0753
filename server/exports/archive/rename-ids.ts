const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Replaces ids in parsed data, in values and in field names: an id has the same meaning everywhere. */
export function renameIds<T>(value: T, ids: ReadonlyMap<string, string>): T {
  const text = (said: string) => said.replace(anyId, (id) => ids.get(id) ?? id)
  const renamed = (part: unknown): unknown => {
    if (typeof part === 'string') return text(part)
    if (Array.isArray(part)) return part.map(renamed)
    if (part === null || typeof part !== 'object') return part
    return Object.fromEntries(Object.entries(part).map(([name, child]) => [text(name), renamed(child)]))
  }
  return renamed(value) as T
}
