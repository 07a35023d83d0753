import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { previewBrief, writeBrief } from '#contract/projects/briefs.ts'
import type { ProjectView } from '#contract/projects/projects.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { usePaused } from '#web/ui/use-paused.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { FoundDraft } from './FoundDraft.tsx'
import { ProjectPart } from './ProjectPart.tsx'
import { useKeptForm } from './use-kept-form.ts'
import { useProjectChange } from './use-project-change.ts'
import './projects.css'

/** Writes the title and the brief of a project, beside what students will read. */
export default function WriteBriefPage() {
  const { t } = useText()
  return (
    <ProjectPart title={t('projects.brief.title')} lead={t('projects.brief.lead')}>
      {(part) => <BriefForm {...part} />}
    </ProjectPart>
  )
}

function BriefForm({ courseId, project }: { courseId: string; project: ProjectView }) {
  const { t } = useText()
  const say = useToast()
  const params = { courseId, projectId: project.id }
  const form = useKeptForm(`brief/${project.id}`, { title: project.title, brief: project.brief })
  const { value, change } = form
  const saving = useProjectChange(writeBrief, (_reply, { body }) => {
    form.done(body)
    say({ text: t('projects.brief.saved') })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate({ params, body: value })
  }
  return (
    <div className="brief-edit">
      <form className="form" onSubmit={submit}>
        <FoundDraft found={form.found} onTake={form.takeFound} onDrop={form.dropFound} />
        <Field label={t('projects.name')} required>
          <Input
            value={value.title}
            maxLength={200}
            onChange={(event) => change({ ...value, title: event.target.value })}
          />
        </Field>
        <Field label={t('projects.brief.brief')} hint={t('projects.brief.hint')}>
          <Textarea
            rows={24}
            maxLength={12_000}
            value={value.brief}
            onChange={(event) => change({ ...value, brief: event.target.value })}
          />
        </Field>
        <Failed error={saving.error} />
        <div>
          <Button
            type="submit"
            variant="primary"
            busy={saving.isPending}
            reason={value.title.trim() === '' ? t('projects.nameMissing') : undefined}
          >
            {t('common.save')}
          </Button>
        </div>
      </form>
      <Preview params={params} brief={value.brief} />
    </div>
  )
}

type PreviewProps = { params: { courseId: string; projectId: string }; brief: string }

function Preview({ params, brief }: PreviewProps) {
  const { t } = useText()
  const settled = usePaused(brief, 350)
  const preview = useQuery({
    queryKey: [previewBrief.path, params, settled],
    queryFn: ({ signal }) => call(previewBrief, { params, body: { brief: settled } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <section aria-labelledby="apercu-enonce">
      <div className="section-head">
        <h2 id="apercu-enonce">{t('projects.brief.preview')}</h2>
      </div>
      <QueryView query={preview}>{({ content }) => <ContentView content={content} />}</QueryView>
    </section>
  )
}
