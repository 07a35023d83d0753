/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard */
import type { Reply } from '#contract/endpoint.ts'
import type { previewExport } from '#contract/exports/export-profiles.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'

type Props = { preview: Reply<typeof previewExport> | undefined; error: Error | null }

/** The first rows as a spreadsheet displays them, including the apostrophe before a value it would run as a formula. */
export function ProfilePreview({ preview, error }: Props) {
  const text = useText()
  const { t } = text
  const [titles = [], ...rows] = preview?.rows ?? []
  return (
    <section aria-labelledby="profile-preview" className="stack stack--tight">
      <div className="section-head">
        <h2 id="profile-preview">{t('exports.profiles.preview')}</h2>
        {preview && <p>{preview.subject}</p>}
      </div>
      {error && (
        <Notice tone="warn">
          <p>{sentenceOf(error, text)}</p>
        </Notice>
      )}
      {preview && preview.lost.length > 0 && (
        <Notice tone="warn">
          <p>{t('exports.profiles.lost', { letters: preview.lost.slice(0, 12).join(' ') })}</p>
        </Notice>
      )}
      {preview && (
        <div className="profile__preview" role="group" aria-labelledby="profile-preview" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {titles.map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((cells) => (
                <tr key={cells.join('\u0000')}>
                  {titles.map((title, at) => (
                    <td key={title}>{cells[at]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
