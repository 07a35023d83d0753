import { exportResults, tableProfiles } from '#contract/exports/exports.ts'
import { isOfferedIn } from '#core/exports/file-layout.ts'
import { addressOf } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Menu } from '#web/ui/Menu.tsx'

const workbook = { name: 'grading.page.exportBook', note: 'grading.page.exportBookNote' } as const
const words = {
  xlsx_fr: workbook,
  xlsx_en: workbook,
  excel_fr: { name: 'grading.page.exportExcel', note: 'grading.page.exportExcelNote' },
  rfc4180: { name: 'grading.page.exportPlain', note: 'grading.page.exportPlainNote' },
} as const

/** The marks as a file; plain links, so that the browser downloads them itself. */
export function ResultsExportMenu({ courseId, examId }: { courseId: string; examId: string }) {
  const { t, language } = useText()
  return (
    <Menu
      label={
        <>
          <Icon name="download" />
          {t('grading.page.export')}
        </>
      }
    >
      {tableProfiles
        .filter((profile) => isOfferedIn(profile, language))
        .map((profile) => (
          <a
            key={profile}
            className="menu__item"
            href={addressOf(exportResults, { params: { courseId, examId }, query: { profile } })}
            download
          >
            <Icon name="file" />
            <span>
              {t(words[profile].name)}
              <small>{t(words[profile].note)}</small>
            </span>
          </a>
        ))}
    </Menu>
  )
}
