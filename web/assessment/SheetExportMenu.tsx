import { exportFinalSheet, exportProfiles } from '#contract/exports/exports.ts'
import { addressOf } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Menu } from '#web/ui/Menu.tsx'

/** Downloads of the sheet in the available formats. */
export function SheetExportMenu({ courseId }: { courseId: string }) {
  const { t } = useText()
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
            {t(`exports.profile.${profile}.name`)}
            <small>{t(`exports.profile.${profile}.note`)}</small>
          </span>
        </a>
      ))}
    </Menu>
  )
}
