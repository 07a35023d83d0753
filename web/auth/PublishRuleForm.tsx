import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getPublishRule, setPublishRule } from '#contract/exams/publish-rule.ts'
import { publishRules } from '#core/exams/publish-rule.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { useToast } from '#web/ui/use-toast.ts'

type Props = { courseId: string; mayChange: boolean }

/** Which remarks on questions hold an exam back from publication. */
export function PublishRuleForm({ courseId, mayChange }: Props) {
  const { t } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const current = useQuery(query(getPublishRule, { params: { courseId } }))
  const set = useMutation({
    ...mutation(setPublishRule),
    onSuccess: () => say({ text: t('auth.publishRule.saved') }),
    onSettled: () => queryClient.invalidateQueries(),
  })
  if (!current.data) return null
  return (
    <div className="form">
      <RadioGroup
        legend={t('auth.publishRule.legend')}
        hint={mayChange ? t('auth.publishRule.hint') : t('auth.publishRule.ownersOnly')}
        value={set.isPending ? (set.variables?.body.rule ?? null) : current.data.rule}
        onChange={(rule) => set.mutate({ params: { courseId }, body: { rule } })}
        options={publishRules.map((rule) => ({
          value: rule,
          label: t(`auth.publishRule.rules.${rule}`),
          hint: t(`auth.publishRule.hints.${rule}`),
          disabled: !mayChange || set.isPending,
        }))}
      />
      <Failed error={set.error} />
    </div>
  )
}
