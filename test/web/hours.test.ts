import { afterEach, describe, expect, it } from 'vitest'
import { formatsOf } from '#web/text/formats.ts'

const formats = formatsOf('fr-FR', 'Europe/Paris', (city, own) =>
  own === null ? `heure de ${city}` : `heure de ${city}, soit ${own} chez vous`,
)
const at = '2026-12-08T09:49:52Z'
afterEach(() => {
  process.env['TZ'] = 'Europe/Paris'
})

describe('an hour', () => {
  it('is the school’s, and says so on a device that lives by another', () => {
    expect(formats.time(at)).toBe('10:49')
    process.env['TZ'] = 'America/Montreal'
    expect(formats.time(at)).toBe('10:49 (heure de Paris, soit 04:49 chez vous)')
    expect(formats.exactTime(at)).toBe('10:49:52 (heure de Paris, soit 04:49 chez vous)')
    expect(formats.dateTime(at)).toMatch(/10:49 \(heure de Paris, soit 04:49 chez vous\)$/)
    expect(formats.date(at)).toBe('mardi 8 décembre 2026')
    expect(formats.plainTime(at)).toBe('10:49')
    expect(formats.zoneAt(at)).toBe('heure de Paris, soit 04:49 chez vous')
    process.env['TZ'] = 'Pacific/Auckland'
    expect(formats.zoneAt('2026-12-08T19:49:52Z')).toBe('heure de Paris, soit mercredi 08:49 chez vous')
  })

  it('says nothing more where another zone shows the same hour', () => {
    process.env['TZ'] = 'Europe/Brussels'
    expect(formats.time(at)).toBe('10:49')
    expect(formats.zoneAt(at)).toBe('heure de Paris')
  })
})
