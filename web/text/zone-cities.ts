/**
 * The cities of time zones (IANA) that French writes otherwise; the others keep the name of the zone. By CLDR, whose
 * names of cities no browser gives.
 */
const inFrench: Readonly<Record<string, string>> = Object.fromEntries(
  `Addis_Ababa=Addis-Abeba Algiers=Alger Andorra=Andorre Athens=Athènes Azores=Açores Baghdad=Bagdad
  Bahrain=Bahreïn Beirut=Beyrouth Brussels=Bruxelles Bucharest=Bucarest Cairo=Le_Caire Canary=Îles_Canaries
  Copenhagen=Copenhague Damascus=Damas Geneva=Genève Havana=La_Havane Ho_Chi_Minh=Hô-Chi-Minh-Ville
  Jerusalem=Jérusalem Kuwait=Koweït Lisbon=Lisbonne London=Londres Madeira=Madère Mauritius=Maurice
  Mexico_City=Mexico Mogadishu=Mogadiscio Moscow=Moscou Nicosia=Nicosie Noumea=Nouméa Reunion=La_Réunion
  Riyadh=Riyad Sao_Paulo=São_Paulo San_Marino=Saint-Marin Seoul=Séoul Singapore=Singapour Tehran=Téhéran
  Ulaanbaatar=Oulan-Bator Vienna=Vienne Warsaw=Varsovie Yerevan=Erevan Ndjamena=N’Djamena
  Miquelon=Saint-Pierre-et-Miquelon Marquesas=Îles_Marquises`
    .split(/\s+/)
    .map((pair) => pair.split('=')),
)

/** « Londres » for `Europe/London`, in the language of the reader. */
export function cityOfZone(timeZone: string, locale: string): string {
  const zone = timeZone.split('/').at(-1) ?? timeZone
  return ((locale.startsWith('fr') && inFrench[zone]) || zone).replaceAll('_', ' ')
}
