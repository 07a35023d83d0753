import { exportFinalSheet, exportProfiles } from '#contract/exports.ts'
import { addressOf } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Menu } from '#web/ui/Menu.tsx'

/** The sheet as a file, in the form its reader wants. */
export function ExportMenu({ courseId }: { courseId: string }) {
  const { t } = useText()
  const words = {
    excel_fr: { name: t('exports.excel'), note: t('exports.excelNote') },
    rfc4180: { name: t('exports.rfc'), note: t('exports.rfcNote') },
  }
  return (
    <Menu
      label={
        <>
          <Icon name="download" />
          {t('assessment.export')}
        </>
      }
    >
      {exportProfiles.map((profile) => (
        <a
          key={profile}
          className="menu__item"
          href={addressOf(exportFinalSheet, { params: { courseId }, query: { profile } })}
          download
        >
          <Icon name="file" />
          <span>
            {words[profile].name}
            <small>{words[profile].note}</small>
          </span>
        </a>
      ))}
    </Menu>
  )
}
