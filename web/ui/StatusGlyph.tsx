/**
 * One shape per state, so that states are told apart in greyscale, in print and by readers who do not see the colour.
 */
const shapes = {
  done: ['=M8 1.400a6.600 6.600 0 1 0 0 13.200A6.600 6.600 0 0 0 8 1.400', '!m5 8.200 2.200 2.200L11 6'],
  current: ['M8 2.200a5.800 5.800 0 1 0 0 11.600A5.800 5.800 0 0 0 8 2.200', '=M8 4v8a4 4 0 0 0 0-8z'],
  todo: ['~M8 2.200a5.800 5.800 0 1 0 0 11.600A5.800 5.800 0 0 0 8 2.200'],
  open: ['M8 2.200a5.800 5.800 0 1 0 0 11.600A5.800 5.800 0 0 0 8 2.200'],
  full: ['=M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2'],
  good: ['m2.500 8.500 3.500 3.500 7.500-8'],
  wrong: ['m3.500 3.500 9 9M12.500 3.500l-9 9'],
  part: ['M2.500 8h11'],
  warn: ['M8 2 15 14H1z', 'M8 6.500v3.500M8 12v.1'],
  bad: ['M5.200 1.800h5.600l3.400 3.400v5.600l-3.400 3.400H5.200l-3.400-3.400V5.200z', 'M8 4.800v4M8 11.200v.1'],
  absent: [
    'M8 2.200a5.800 5.800 0 1 0 0 11.600A5.800 5.800 0 0 0 8 2.200',
    'm5.600 5.600 4.800 4.800M10.400 5.600l-4.800 4.800',
  ],
  timeout: ['=M2 2h12v12H2z', '!M8 4.500V8h3'],
  locked: ['M3.500 7.500h9V14h-9z', 'M5.500 7.500v-2a2.500 2.500 0 0 1 5 0v2'],
  paused: ['M5.500 3.500v9M10.500 3.500v9'],
  local: ['~M2.500 2.500h11v11h-11z'],
  flag: ['M4 14V2', '=M4 2.500h8.500L10.700 5.500l1.800 3H4z'],
} as const satisfies Record<string, readonly string[]>

export type GlyphShape = keyof typeof shapes

/** The icon alone, hidden from assistive technology: a word is always beside it (see Badge and Status). */
export function StatusGlyph({ shape }: { shape: GlyphShape }) {
  return (
    <svg className="glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[shape].map((path) => (
        <path key={path} {...strokeOf(path)} />
      ))}
    </svg>
  )
}

/** The drawing of a path by its prefix: `=` filled, `!` cut out of the fill, `~` dashed, else a plain stroke. */
function strokeOf(path: string) {
  const d = path.slice(1)
  if (path.startsWith('=')) return { className: 'solid', d }
  if (path.startsWith('!')) return { className: 'knock', d }
  if (path.startsWith('~')) return { strokeDasharray: '1.6 2.6', d }
  return { d: path }
}
