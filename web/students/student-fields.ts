import type { z } from 'zod'
import type { addStudent } from '#contract/students/students.ts'
import type { Refusal } from '#core/refusal.ts'
import type { ExtraTime, ExtraTimeDates } from '#core/timing.ts'
import type { Student } from './student.ts'

/** The fields of the form: text as typed, and the kind of extra time with its parameters. */
export type StudentDraft = {
  familyName: string
  givenName: string
  email: string
  number: string
  group: string
  extra: 'none' | 'third' | 'half' | 'ratio' | 'minutes'
  ratio: string
  minutes: number
  /** The dates between which an exam must start for extra time to apply; empty for no limit. */
  from: string
  until: string
}

export const blankDraft: StudentDraft = {
  ...{ familyName: '', givenName: '', email: '', number: '', group: '' },
  ...{ extra: 'none', ratio: '', minutes: 20, from: '', until: '' },
}

export function studentDraftOf({ familyName, givenName, email, number, group, extraTime }: Student): StudentDraft {
  const texts = { familyName, givenName, email: email ?? '', number: number ?? '', group }
  return { ...blankDraft, ...texts, ...extraOf(extraTime) }
}

const datesOf = ({ from = '', until = '' }: ExtraTimeDates) => ({ from, until })

function extraOf(extraTime: ExtraTime): Partial<StudentDraft> {
  switch (extraTime.kind) {
    case 'none':
      return { extra: 'none' }
    case 'minutes':
      return { extra: 'minutes', minutes: extraTime.minutes, ...datesOf(extraTime) }
    case 'ratio': {
      const ratio = `${extraTime.numerator}/${extraTime.denominator}`
      return { extra: ({ '4/3': 'third', '3/2': 'half' } as const)[ratio] ?? 'ratio', ratio, ...datesOf(extraTime) }
    }
  }
}

export type Faults = Partial<Record<'familyName' | 'email' | 'ratio' | 'dates', true>>

/** Checks only what the server would refuse as well. */
export function studentFaultsOf(draft: StudentDraft): Faults {
  const email = draft.email.trim()
  return {
    ...(draft.familyName.trim() === '' ? { familyName: true } : {}),
    ...(email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? { email: true } : {}),
    ...(draft.extra === 'ratio' && ratioOf(draft.ratio) === null ? { ratio: true } : {}),
    ...(draft.extra !== 'none' && draft.from !== '' && draft.until !== '' && draft.from >= draft.until
      ? { dates: true }
      : {}),
  }
}

export function studentOfDraft(draft: StudentDraft): z.input<typeof addStudent.body> {
  const { familyName, givenName, email, number, group } = draft
  return {
    familyName: familyName.trim(),
    givenName: givenName.trim(),
    email: email.trim() || null,
    number: number.trim() || null,
    group: group.trim(),
    extraTime: extraTimeOfDraft(draft),
  }
}

/** The extra time alone, for several students at once. */
export const extraTimeOfDraft = (draft: StudentDraft): ExtraTime => withDates(extraTimeOf(draft), draft)

function withDates(extraTime: ExtraTime, { from, until }: Pick<StudentDraft, 'from' | 'until'>): ExtraTime {
  if (extraTime.kind === 'none') return extraTime
  return { ...extraTime, ...(from ? { from } : {}), ...(until ? { until } : {}) }
}

function extraTimeOf({ extra, ratio, minutes }: StudentDraft): ExtraTime {
  switch (extra) {
    case 'none':
      return { kind: 'none' }
    case 'third':
      return { kind: 'ratio', numerator: 4, denominator: 3 }
    case 'half':
      return { kind: 'ratio', numerator: 3, denominator: 2 }
    case 'ratio':
      return ratioOf(ratio) ?? { kind: 'none' }
    case 'minutes':
      return { kind: 'minutes', minutes }
  }
}

/** A factor of the whole duration, « 5/4 » or « 1,25 »: above 1 and at most 5. */
function ratioOf(typed: string): ExtraTime | null {
  const fraction = /^\s*(\d{1,3})\s*\/\s*(\d{1,3})\s*$/.exec(typed)
  const decimal = /^\s*(\d)(?:[.,](\d{1,3}))?\s*$/.exec(typed)
  const denominator = fraction ? Number(fraction[2]) : 10 ** (decimal?.[2]?.length ?? 0)
  const numerator = fraction ? Number(fraction[1]) : Number(`${decimal?.[1] ?? ''}${decimal?.[2] ?? ''}`)
  const isRatio = (fraction ?? decimal) !== null && numerator > denominator && numerator <= 5 * denominator
  return isRatio ? { kind: 'ratio', numerator, denominator } : null
}

/** The id of the student already in the class, from the refusal's details. */
export function sameStudentOf({ code, details }: Pick<Refusal, 'code' | 'details'>): string | null {
  return code === 'student_exists' ? ((details as { studentId?: string }).studentId ?? null) : null
}
