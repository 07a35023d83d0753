import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { listHomonyms } from '#contract/students/students.ts'
import { query } from '#web/api.ts'

/** What tells a student from another of the same name; nothing for everybody else. */
export function useHomonym(studentId: string | undefined): string | undefined {
  // Names are also shown outside a course (a student's own page), where nobody is told apart.
  const { courseId = '' } = useParams<{ courseId?: string }>()
  const homonyms = useQuery({
    ...query(listHomonyms, { params: { courseId } }),
    select: wordsById,
    enabled: courseId !== '' && studentId !== undefined,
    staleTime: 60_000,
    notifyOnChangeProps: ['data'],
  })
  return studentId === undefined ? undefined : homonyms.data?.get(studentId)
}

const wordsById = ({ homonyms }: { homonyms: { studentId: string; words: string }[] }) =>
  new Map(homonyms.map(({ studentId, words }) => [studentId, words]))
