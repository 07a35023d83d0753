import { characterEntities } from 'character-entities'

const entities: Readonly<Record<string, string>> = Object.assign(Object.create(null), characterEntities)

/** `&lt;` → `<`, `&#126;` → `~`, once: what an editor of HTML writes for a sign. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,30}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name as string] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal)
    return code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff) ? String.fromCodePoint(code) : whole
  })
