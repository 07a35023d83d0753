import type { getMaterial } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'

/** What was left out of a material, or could not be read. */
export function MaterialRemarks({ remarks }: Pick<Reply<typeof getMaterial>, 'remarks'>) {
  const { t } = useText()
  if (remarks.length === 0) return null
  return (
    <Notice>
      <details open={remarks.length <= fewRemarks}>
        <summary>{t('courses.material.remarksTitle', { count: remarks.length })}</summary>
        <ul>
          {remarks.map((remark, rank) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same remark may be made twice of one page
            <li key={rank}>
              <RemarkSentence {...remark} />
            </li>
          ))}
        </ul>
      </details>
    </Notice>
  )
}

const fewRemarks = 5

function RemarkSentence({ code, page, detail, place }: Reply<typeof getMaterial>['remarks'][number]) {
  const { t } = useText()
  const what = t(`courses.materialRemarks.${code}`, { detail })
  if (place) return t('courses.material.remarkOnLine', { line: place.line, file: place.file || 'no', what })
  return page === null ? what : t('courses.material.remarkOnPage', { page, what })
}
