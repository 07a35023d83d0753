import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import {
  createExportProfile,
  deleteExportProfile,
  listExportProfiles,
  previewExport,
  updateExportProfile,
} from '#contract/exports/export-profiles.ts'
import { cutText } from '#core/cut-text.ts'
import { type FileKind, fileKinds, isAmbiguous } from '#core/exports/file-layout.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { ProfileColumns } from './ProfileColumns.tsx'
import { ProfileFormat } from './ProfileFormat.tsx'
import { ProfilePreview } from './ProfilePreview.tsx'
import { layoutOf, type Profile, type ProfileDraft, plainFormat, twins } from './profile-draft.ts'
import './exports.css'

/** An export profile, or a new one (`nouveau?fichier=points`): its columns, its format and a preview. */
export default function ProfilePage() {
  const { courseId, profileId } = usePathIds('courseId', 'profileId')
  const [search] = useSearchParams()
  const isNew = profileId === 'nouveau'
  const list = useQuery(query(listExportProfiles, { params: { courseId } }))
  const kept = list.data?.profiles.find(({ id }) => id === profileId)
  const kind = kept?.kind ?? fileKinds.find((each) => each === search.get('fichier')) ?? 'final_sheet'
  return (
    <QueryView query={list} isEmpty={() => !isNew && kept === undefined} empty={<Gone courseId={courseId} />}>
      {() => <Start key={profileId} courseId={courseId} kind={kind} kept={kept} />}
    </QueryView>
  )
}

function Gone({ courseId }: { courseId: string }) {
  const { t } = useText()
  const inCourse = at.course(courseId)
  const crumbs = [
    { label: t('exports.title'), href: inCourse.files },
    { label: t('exports.profiles.title'), href: inCourse.profiles },
  ]
  return (
    <Page title={t('exports.profiles.goneTitle')} crumbs={crumbs}>
      <p>{t('exports.profiles.goneText')}</p>
    </Page>
  )
}

type StartProps = { courseId: string; kind: FileKind; kept: Profile | undefined }

/** A new profile starts with every column of the file. */
function Start({ courseId, kind, kept }: StartProps) {
  const { t } = useText()
  const whole = useQuery(query(previewExport, { params: { courseId }, body: { kind } }))
  return (
    <QueryView query={whole}>
      {({ choices }) => (
        <Editor
          {...{ courseId, kind, kept, choices }}
          start={{
            name: kept?.name ?? t(`exports.profiles.kind.${kind}`),
            layout: kept?.layout ?? {
              columns: choices.map(({ field }) => ({ field, title: null })),
              format: plainFormat,
            },
          }}
        />
      )}
    </QueryView>
  )
}

type EditorProps = StartProps & { start: ProfileDraft; choices: { field: string; title: string; count: number }[] }

function Editor({ courseId, kind, kept, start, choices }: EditorProps) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [draft, setDraft] = useState(start)
  const [isDeleting, setDeleting] = useState(false)
  const params = { courseId }
  const inCourse = at.course(courseId)
  const layout = useDeferredValue(draft.layout)
  const isWhole = layout.columns.length > 0 && twins(layout.columns).length === 0 && !isAmbiguous(layout.format)
  const preview = useQuery({
    ...query(previewExport, { params, body: { kind, layout: layoutOf(layout) } }),
    enabled: isWhole,
    placeholderData: keepPreviousData,
  })
  const done = (sentence: string, to: string) => {
    void client.invalidateQueries({ queryKey: [listExportProfiles.path] })
    say({ text: sentence })
    navigate(to)
  }
  const create = useMutation({
    ...mutation(createExportProfile),
    onSuccess: ({ id, name }) => done(t('exports.profiles.saved', { name }), inCourse.profile(id)),
  })
  const update = useMutation({
    ...mutation(updateExportProfile),
    onSuccess: ({ name }) => done(t('exports.profiles.saved', { name }), inCourse.profiles),
  })
  const remove = useMutation({
    ...mutation(deleteExportProfile),
    onSuccess: () => done(t('exports.profiles.deleted', { name: start.name }), inCourse.profiles),
  })
  const body = { name: draft.name.trim(), layout: layoutOf(draft.layout) }
  const save = () =>
    kept
      ? update.mutate({ params: { ...params, profileId: kept.id }, body: { ...body, revision: kept.revision } })
      : create.mutate({ params, body: { ...body, kind } })
  const copyName = cutText(t('exports.profiles.copyOf', { name: draft.name.trim() }), 80)
  const [twin] = twins(draft.layout.columns)
  const error = create.error ?? update.error
  const reason =
    draft.name.trim() === ''
      ? t('exports.profiles.nameMissing')
      : draft.layout.columns.length === 0
        ? t('exports.profiles.noColumn')
        : twin !== undefined
          ? t('exports.profiles.twins', { name: twin })
          : isAmbiguous(draft.layout.format)
            ? t('exports.profiles.ambiguous')
            : undefined
  return (
    <Page
      title={start.name}
      lead={t('exports.profiles.editLead', { file: t(`exports.profiles.kind.${kind}`) })}
      crumbs={[
        { label: t('exports.title'), href: inCourse.files },
        { label: t('exports.profiles.title'), href: inCourse.profiles },
        { label: start.name },
      ]}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Field label={t('exports.profiles.name')} required>
          <Input
            value={draft.name}
            maxLength={80}
            onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          />
        </Field>
        <ProfileColumns
          columns={draft.layout.columns}
          choices={preview.data?.choices ?? choices}
          onChange={(columns) => setDraft({ ...draft, layout: { ...draft.layout, columns } })}
        />
        <ProfileFormat
          format={draft.layout.format}
          onChange={(format) => setDraft({ ...draft, layout: { ...draft.layout, format } })}
        />
        <ProfilePreview preview={isWhole ? preview.data : undefined} error={preview.error} />
        <Failed error={error} />
        <div className="cluster">
          <Button type="submit" variant="primary" busy={create.isPending || update.isPending} reason={reason}>
            {t('exports.profiles.save')}
          </Button>
          {kept && (
            <>
              <Button
                busy={create.isPending}
                onClick={() => create.mutate({ params, body: { ...body, kind, name: copyName } })}
              >
                {t('exports.profiles.duplicate')}
              </Button>
              <Button variant="quiet" onClick={() => setDeleting(true)}>
                {t('exports.profiles.delete')}
              </Button>
            </>
          )}
        </div>
      </form>
      {kept && (
        <ConfirmDialog
          open={isDeleting}
          onClose={() => setDeleting(false)}
          onConfirm={() => remove.mutate({ params: { ...params, profileId: kept.id } })}
          title={t('exports.profiles.deleteTitle', { name: start.name })}
          confirm={t('exports.profiles.delete')}
          kind="danger"
          busy={remove.isPending}
          error={remove.error && <p>{sentenceOf(remove.error, text)}</p>}
        >
          <p>{t('exports.profiles.deleteText')}</p>
        </ConfirmDialog>
      )}
    </Page>
  )
}
