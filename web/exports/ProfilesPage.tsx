import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { listExportProfiles } from '#contract/exports/export-profiles.ts'
import { type FileKind, fileKinds } from '#core/exports/file-layout.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Select } from '#web/ui/Select.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import './exports.css'

/** The saved export profiles of a course. */
export default function ProfilesPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const list = useQuery(query(listExportProfiles, { params: { courseId } }))
  const inCourse = at.course(courseId)
  return (
    <Page
      title={t('exports.profiles.title')}
      lead={t('exports.profiles.lead')}
      crumbs={[{ label: t('exports.title'), href: inCourse.files }, { label: t('exports.profiles.title') }]}
    >
      <div className="stack">
        <NewProfile courseId={courseId} />
        <QueryView
          query={list}
          isEmpty={({ profiles }) => profiles.length === 0}
          empty={<EmptyState title={t('exports.profiles.emptyTitle')}>{t('exports.profiles.emptyText')}</EmptyState>}
        >
          {({ profiles }) => (
            <ul className="files">
              {profiles.map(({ id, kind, name, layout }) => (
                <li key={id} className="file">
                  <Icon name="file" />
                  <p>
                    <Link href={inCourse.profile(id)}>
                      <strong>{name}</strong>
                    </Link>{' '}
                    <span className="small muted">
                      {t(`exports.profiles.kind.${kind}`)},{' '}
                      {t('exports.profiles.columnCount', { count: layout.columns.length })}
                    </span>
                  </p>
                </li>
              ))}
            </ul>
          )}
        </QueryView>
      </div>
    </Page>
  )
}

function NewProfile({ courseId }: { courseId: string }) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const [kind, setKind] = useState<FileKind>('final_sheet')
  return (
    <div className="cluster profile__new">
      <Field label={t('exports.profiles.of')}>
        <Select
          value={kind}
          onChange={setKind}
          options={fileKinds.map((value) => ({ value, label: t(`exports.profiles.kind.${value}`) }))}
        />
      </Field>
      <Button variant="primary" onClick={() => navigate(`${at.course(courseId).newProfile}?fichier=${kind}`)}>
        <Icon name="plus" />
        {t('exports.profiles.new')}
      </Button>
    </div>
  )
}
