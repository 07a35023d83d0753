/**
 * The cities of usual time zones (IANA) that French writes otherwise, few because every student downloads them; the others
 * keep the name of the zone. By CLDR, whose
 * names of cities no browser gives.
 */
const inFrench: Readonly<Record<string, string>> = Object.fromEntries(
  `Algiers=Alger Athens=Athènes Beirut=Beyrouth Brussels=Bruxelles Bucharest=Bucarest Cairo=Le_Caire
  Copenhagen=Copenhague Jerusalem=Jérusalem Lisbon=Lisbonne London=Londres Mauritius=Maurice Moscow=Moscou
  Noumea=Nouméa Reunion=La_Réunion Sao_Paulo=São_Paulo Seoul=Séoul Singapore=Singapour Vienna=Vienne
  Warsaw=Varsovie`
    .split(/\s+/)
    .map((pair) => pair.split('=')),
)

/** « Londres » for `Europe/London`, in the language of the reader. */
export function cityOfZone(timeZone: string, locale: string): string {
  const zone = timeZone.split('/').at(-1) ?? timeZone
  return ((locale.startsWith('fr') && inFrench[zone]) || zone).replaceAll('_', ' ')
}
