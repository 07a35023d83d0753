import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** Contrast computed from the tokens themselves (OKLCH → linear sRGB → WCAG luminance), in light and in dark. */
const css = readFileSync('web/ui/tokens.css', 'utf8')

type Scheme = 'light' | 'dark'
const schemes: readonly Scheme[] = ['light', 'dark']

/** What is read, on what it is read. */
const grounds = ['paper', 'sheet', 'sunken']
const textPairs: readonly (readonly [string, string])[] = [
  ...['ink', 'muted', 'accent', 'good', 'warn', 'bad'].flatMap((text) =>
    grounds.map((ground) => [text, ground] as const),
  ),
  ['on-accent', 'accent'],
  ['on-bad', 'bad'],
  ['paper', 'ink'],
  ...['accent', 'good', 'warn', 'bad'].flatMap((tone) => [
    [tone, `${tone}-soft`] as const,
    ['ink', `${tone}-soft`] as const,
  ]),
  ['muted', 'accent-soft'],
]
/** What shows the edge or the state of a control. */
const controlPairs: readonly (readonly [string, string])[] = [
  ...['line-strong', 'accent', 'bad'].flatMap((edge) => grounds.map((ground) => [edge, ground] as const)),
  ['accent', 'accent-soft'],
]

describe.each(schemes)('in %s', (scheme) => {
  it.each(textPairs)('%s on %s reads at 4.5:1', (text, ground) => {
    expect(contrast(colour(text, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(4.5)
  })
  it.each(controlPairs)('%s on %s shows at 3:1', (edge, ground) => {
    expect(contrast(colour(edge, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(3)
  })
})

it('computes a known pair as WCAG does', () => {
  expect(contrast(rgbOf(1, 0, 0), rgbOf(0, 0, 0))).toBeCloseTo(21, 1)
})

function colour(token: string, scheme: Scheme): number[] {
  const pair = new RegExp(`--${token}: light-dark\\(oklch\\(([^)]+)\\), oklch\\(([^)]+)\\)\\)`).exec(css)
  if (!pair) throw new Error(`no token --${token}`)
  const [l = 0, c = 0, h = 0] = (pair[scheme === 'light' ? 1 : 2] ?? '').split(' ').map(Number)
  return rgbOf(l, c, h)
}

/** Björn Ottosson's matrices; linear sRGB, clipped to what a screen can show. */
function rgbOf(lightness: number, chroma: number, hue: number): number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return rgb.map((channel) => Math.min(1, Math.max(0, channel)))
}

function contrast(one: number[], other: number[]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance([r = 0, g = 0, b = 0]: number[]): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
