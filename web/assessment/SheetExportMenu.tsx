import { exportFinalSheet, exportProfiles } from '#contract/exports/exports.ts'
import { isOfferedIn } from '#core/exports/file-layout.ts'
import { leavesOut } from '#core/exports/tool-profiles.ts'
import { addressOf } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { type FinalSheetView, gradeOf } from './final-sheet.ts'

/** Downloads of the sheet in the available formats, with whom a format leaves out. */
export function SheetExportMenu({ courseId, sheet }: { courseId: string; sheet: FinalSheetView }) {
  const { t, language } = useText()
  const without = sheet.lines.filter((line) => gradeOf(line) === null).length
  return (
    <Menu
      label={
        <>
          <Icon name="download" />
          {t('assessment.export')}
        </>
      }
    >
      {exportProfiles
        .filter((profile) => isOfferedIn(profile, language))
        .map((profile) => (
          <a
            key={profile}
            className="menu__item"
            href={addressOf(exportFinalSheet, { params: { courseId }, query: { profile } })}
            download
          >
            <Icon name="file" />
            <span>
              {t(`exports.profile.${profile}.name`)}
              <small>
                {t(`exports.profile.${profile}.note`)}
                {without > 0 && leavesOut(profile) && `. ${t('exports.leftOut', { count: without })}`}
              </small>
            </span>
          </a>
        ))}
    </Menu>
  )
}
