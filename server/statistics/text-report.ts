import type { Figure } from '#core/statistics/figure.ts'
import type { ItemFlag } from '#core/statistics/flags.ts'
import type { ExamStatistics } from '#core/statistics/statistics.ts'

const digits = new Intl.NumberFormat('fr-FR', { minimumFractionDigits: 2, maximumFractionDigits: 3 })
const written = ({ value }: Figure) => (value === null ? '–' : digits.format(value))

/** The report for a terminal. */
export function textReport(statistics: ExamStatistics): string {
  const { n, mean, standardDeviation, alpha, alphaInterval, standardError, maximum, leftOut } = statistics
  const interval = alphaInterval && ` (${digits.format(alphaInterval.low)} à ${digits.format(alphaInterval.high)})`
  const standing = { none: ' : trop peu pour juger', indicative: ' : indicatif', firm: '' }[statistics.standing]
  return [
    `n = ${n}${standing}${leftOut > 0 ? `, ${leftOut} écartés pour un blanc` : ''}`,
    `Moyenne ${written(mean)} sur ${maximum}, écart type ${written(standardDeviation)}`,
    `Alpha ${written(alpha)}${interval ?? ''}, erreur de mesure ${written(standardError)}`,
    '',
    ['Question', 'Facilité', 'Discrim.', 'Alpha sans', 'Blancs', 'Signaux'].join('\t'),
    ...statistics.items.map(({ id, facility, itemRest, alphaIfDeleted, blanks, flags }) =>
      [id, written(facility), written(itemRest), written(alphaIfDeleted), blanks, flags.map(flagText).join(', ')].join(
        '\t',
      ),
    ),
  ].join('\n')
}

function flagText(flag: ItemFlag): string {
  switch (flag.code) {
    case 'key_suspect':
      return `clé probablement fausse : ${flag.choice} choisi par ${flag.count} sur ${flag.n}`
    case 'negative_discrimination':
      return 'discrimination négative'
    case 'weak_discrimination':
      return 'discrimination faible'
    case 'too_easy':
      return 'trop facile'
    case 'too_hard':
      return 'trop difficile'
    case 'below_guess':
      return 'sous le hasard'
    case 'many_blanks':
      return 'beaucoup de blancs'
    case 'dead_distractor':
      return `distracteur mort : ${flag.choice}`
  }
}
