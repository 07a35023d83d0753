import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Figure } from '#core/statistics/figure.ts'
import { type ExamStatistics, examStatistics } from '#core/statistics/statistics.ts'

/**
 * Published figures, reproduced to their published precision: Moodle's own test of its statistics, the LSAT section 6
 * (Bock & Lieberman, 1970, in mirt and ltm), an example of a manual of classical test theory. The files are other people's and stay
 * beside the repository: without them this file is skipped on a desk, and fails in continuous integration.
 */
const folder = new URL('../../../shared/fixtures/stats/', import.meta.url)
const isMissing = !existsSync(folder)
const published = describe.skipIf(isMissing)

test.skipIf(isMissing && !process.env.CI)('the published statistics are there', () => {
  expect(isMissing, 'shared/fixtures/stats is missing').toBe(false)
})

const read = (path: string): string => (isMissing ? '{}' : readFileSync(new URL(path, folder), 'utf8'))
const json = (path: string): Record<string, number> => JSON.parse(read(path))
/** Rows of plain cells, without the header. */
const csv = (path: string): string[][] =>
  read(path)
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','))

/** Every item is worth 1 in these exams; the first column names the student. */
function statisticsOf(path: string, items: number): ExamStatistics {
  const rows = csv(path).map((cells) =>
    cells.slice(1, 1 + items).map((cell) => ({ mark: Number(cell), isBlank: false })),
  )
  const named = Array.from({ length: items }, (_, index) => ({
    id: `${index + 1}`,
    maximum: 1,
    choices: [],
    isSingle: true,
  }))
  return examStatistics({ items: named, responses: rows })
}

/** Equal to the last digit published, or within a relative tolerance where the source states one. */
const near = (figure: Figure | undefined, expected: number | undefined, tolerance: number) => {
  expect(figure?.value).not.toBeNull()
  expect(Math.abs((figure?.value ?? Number.NaN) - (expected ?? Number.NaN))).toBeLessThanOrEqual(tolerance)
}

published('Moodle, quiz 00: 25 attempts, 7 questions with partial marks', () => {
  const statistics = statisticsOf('moodle_quiz00/results00.csv', isMissing ? 0 : 7)
  const expected = json('moodle_quiz00/expected_quiz_stats.json')
  const relative = (figure: Figure, value: number | undefined, scale = 1) =>
    near(figure, (value ?? 0) / scale, Math.abs((value ?? 0) / scale) * 1.5e-5)

  test('attempts', () => expect(statistics.n).toBe(expected.attempts))
  test('mean', () => relative(statistics.mean, expected.mean))
  test('median', () => relative(statistics.median, expected.median))
  test('standard deviation', () => relative(statistics.standardDeviation, expected.standarddeviation))
  test('skewness', () => relative(statistics.skewness, expected.skewness))
  test('kurtosis', () => relative(statistics.kurtosis, expected.kurtosis))
  test('coefficient of internal consistency', () =>
    relative(statistics.alpha, expected.cic_cronbach_alpha_percent, 100))
  test('error ratio', () => relative(statistics.errorRatio, expected.errorratio, 100))
  test('standard error', () => relative(statistics.standardError, expected.standarderror))

  // Whole slots only: lines of a variant or of a question drawn at random have a name in the second or third cell.
  const slots = csv('moodle_quiz00/qstats00.csv').filter((cells) => cells[1] === '' && cells[2] === '')
  describe.each(slots)('slot %s', (...cells) => {
    const [slot, , , s, facility, sd, weight, , , , discrimination, , efficiency] = cells
    const item = statistics.items[Number(slot) - 1]
    const check = (figure: Figure | undefined, text: string | undefined, scale = 1) => {
      expect(figure).toBeDefined()
      relative(figure as Figure, Number(text), scale)
    }
    test('attempts', () => expect(item?.n).toBe(Number(s)))
    test('facility', () => check(item?.facility, facility))
    test('standard deviation', () => check(item?.standardDeviation, sd))
    test('effective weight', () => check(item?.effectiveWeight, weight, 100))
    test('discrimination index', () => check(item?.itemRest, discrimination, 100))
    test('discriminative efficiency', () => check(item?.discriminativeEfficiency, efficiency, 100))
  })
})

const dichotomous = [
  { name: 'LSAT 6: 1,000 students, 5 items', path: 'lsat6', items: 5 },
  { name: 'the manual of classical test theory: 10 students, 5 items', path: 'ctt_doc_example', items: 5 },
]
for (const { name, path, items } of dichotomous) {
  published(name, () => {
    const statistics = statisticsOf(`${path}/responses_0_1.csv`, isMissing ? 0 : items)
    const expected = json(`${path}/expected_overall.json`)

    test('students', () => expect(statistics.n).toBe(expected.N))
    test('mean', () => near(statistics.mean, expected.mean_total, 1e-12))
    test('standard deviation', () => near(statistics.standardDeviation, expected.sd_total_n_minus_1, 1e-12))
    test('alpha (KR-20)', () => near(statistics.alpha, expected.alpha_kr20, 1e-12))
    test('standard error of measurement', () => near(statistics.standardError, expected.SEM, 1e-12))

    describe.each(csv(`${path}/expected_items.csv`))('item %s', (...cells) => {
      const [id, facility, sd, itemTotal, itemRest, alphaIfDeleted] = cells
      const item = statistics.items[Number(id) - 1]
      const sixDigits = (figure: Figure | undefined, text: string | undefined) => near(figure, Number(text), 5.0001e-7)
      test('facility', () => sixDigits(item?.facility, facility))
      test('standard deviation', () => sixDigits(item?.standardDeviation, sd))
      test('item-total correlation', () => sixDigits(item?.itemTotal, itemTotal))
      test('item-rest correlation', () => sixDigits(item?.itemRest, itemRest))
      test('alpha if the item is deleted', () => sixDigits(item?.alphaIfDeleted, alphaIfDeleted))
    })
  })
}

published('LSAT 6, as printed by mirt and by Rizopoulos (JSS 17(5), 2006)', () => {
  const statistics = statisticsOf('lsat6/responses_0_1.csv', isMissing ? 0 : 5)
  // ltm divides a mean difference by the SD over n − 1: Pearson's correlation times √((n − 1) / n).
  const digits = (figures: Figure[], expected: number[]) => {
    for (const [index, { value }] of figures.entries()) {
      near({ value: (value ?? Number.NaN) * Math.sqrt(999 / 1000) }, expected[index], 5.0001e-5)
    }
  }

  test('mean 3.819, SD 1.035, alpha 0.295, SEM 0.869', () => {
    const { mean, standardDeviation, alpha, standardError } = statistics
    const values = [mean, standardDeviation, alpha, standardError].map(({ value }) => value?.toFixed(3))
    expect(values).toEqual(['3.819', '1.035', '0.295', '0.869'])
  })

  test('point-biserials with and without the item', () => {
    digits(
      statistics.items.map((item) => item.itemTotal),
      [0.3618, 0.5665, 0.6181, 0.5342, 0.4351],
    )
    digits(
      statistics.items.map((item) => item.itemRest),
      [0.1128, 0.1531, 0.1727, 0.1444, 0.1215],
    )
  })
})
