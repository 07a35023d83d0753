/** A value of the settings of Safe Exam Browser, as a property list holds it. */
export type SebValue =
  | { readonly kind: 'string' | 'integer' | 'real' | 'date' | 'data'; readonly text: string }
  | { readonly kind: 'boolean'; readonly isTrue: boolean }
  | { readonly kind: 'array'; readonly items: readonly SebValue[] }
  | SebDict
export type SebDict = { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, SebValue> }

/** Says which program wrote the file; the same settings saved by another keep their key. */
const originator = 'originatorVersion'

/**
 * The text whose SHA-256 is the Config Key (safeexambrowser.org, « Config Key »): the settings as JSON in the order of
 * their names, without white space and without escaping anything. Only the outer dictionary names its originator.
 */
export function configKeyText({ entries }: SebDict): string {
  return dictText([...entries].filter(([name]) => name !== originator))
}

function dictText(entries: readonly (readonly [string, SebValue])[]): string {
  const kept = entries.filter(([, value]) => value.kind !== 'dict' || value.entries.size > 0)
  const named = kept.toSorted(([a], [b]) => byName(a, b)).map(([name, value]) => `"${name}":${valueText(value)}`)
  return `{${named.join(',')}}`
}

function valueText(value: SebValue): string {
  switch (value.kind) {
    case 'dict':
      return dictText([...value.entries])
    case 'array':
      return `[${value.items.map(valueText).join(',')}]`
    case 'boolean':
      return String(value.isTrue)
    case 'integer':
    case 'real':
      return value.text
    case 'string':
    case 'date':
    case 'data':
      return `"${value.text}"`
  }
}

/** Without regard to case; of two names that differ by it alone, the small letter comes first. */
function byName(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  if (x !== y) return x < y ? -1 : 1
  return a > b ? -1 : 1
}

/** The settings as the file that Safe Exam Browser opens: a property list in XML. */
export function plistOf(settings: SebDict): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${element(settings, '')}
</plist>
`
}

function element(value: SebValue, indent: string): string {
  const inner = `${indent}  `
  switch (value.kind) {
    case 'dict': {
      const lines = [...value.entries].flatMap(([name, one]) => [
        `${inner}<key>${xml(name)}</key>`,
        element(one, inner),
      ])
      return [`${indent}<dict>`, ...lines, `${indent}</dict>`].join('\n')
    }
    case 'array':
      return [`${indent}<array>`, ...value.items.map((one) => element(one, inner)), `${indent}</array>`].join('\n')
    case 'boolean':
      return `${indent}<${value.isTrue}/>`
    default:
      return `${indent}<${value.kind}>${xml(value.text)}</${value.kind}>`
  }
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
