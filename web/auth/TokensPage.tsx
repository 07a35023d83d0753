import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listTokens, revokeToken } from '#contract/auth/api-tokens.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation, query } from '#web/api.ts'
import { siteAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { CreateTokenForm } from './CreateTokenForm.tsx'
import { DangerButton } from './DangerButton.tsx'
import './auth.css'

type Token = Reply<typeof listTokens>['tokens'][number]

/** The tokens with which scripts of this account call the API. */
export default function TokensPage() {
  const { t } = useText()
  const tokens = useQuery(query(listTokens, {}))
  const [isCreating, setCreating] = useState(false)
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Icon name="plus" />
      {t('auth.tokens.create')}
    </Button>
  )
  return (
    <Page
      title={t('auth.tokens.title')}
      lead={t('auth.tokens.lead')}
      crumbs={[{ label: t('auth.door.account'), href: siteAt.account }, { label: t('auth.tokens.title') }]}
      actions={create}
    >
      <div className="stack">
        <QueryView
          query={tokens}
          isEmpty={(data) => data.tokens.length === 0}
          empty={<EmptyState title={t('auth.tokens.none')}>{t('auth.tokens.noneText')}</EmptyState>}
        >
          {(data) => <TokensTable tokens={data.tokens} />}
        </QueryView>
        <div className="prose">
          <p>{t('auth.tokens.what')}</p>
          <p>
            <a href="/api/docs#tokens">{t('auth.tokens.docs')}</a>
          </p>
        </div>
      </div>
      <CreateTokenForm key={String(isCreating)} open={isCreating} onClose={() => setCreating(false)} />
    </Page>
  )
}

function TokensTable({ tokens }: { tokens: readonly Token[] }) {
  const { t, dateTime, date } = useText()
  const columns: Column<Token>[] = [
    {
      id: 'name',
      header: t('auth.tokens.name'),
      rowHeader: true,
      cell: ({ name, hint }) => (
        <>
          {name} <span className="mono small muted">{hint}…</span>
        </>
      ),
    },
    {
      id: 'scopes',
      header: t('auth.tokens.scopes'),
      cell: ({ scopes }) => scopes.map((scope) => t(`auth.tokens.scope.${scope}`)).join(' · '),
    },
    {
      id: 'course',
      header: t('auth.tokens.course'),
      cell: ({ course }) => course?.title ?? t('auth.tokens.everyCourse'),
    },
    {
      id: 'used',
      header: t('auth.tokens.lastUsed'),
      cell: ({ lastUsedAt, lastAddress }) =>
        lastUsedAt === null
          ? t('auth.tokens.never')
          : t('auth.tokens.lastFrom', { date: dateTime(lastUsedAt), address: lastAddress }),
    },
    {
      id: 'expires',
      header: t('auth.tokens.expires'),
      cell: ({ expiresAt, isExpired }) =>
        isExpired ? t('auth.tokens.expired', { date: date(expiresAt) }) : date(expiresAt),
    },
    {
      id: 'revoke',
      header: <span className="vh">{t('ui.staff.moreActions')}</span>,
      align: 'end',
      phone: 'figure',
      cell: (token) => <RevokeToken token={token} />,
    },
  ]
  return (
    <Table
      caption={t('auth.tokens.list')}
      note={t('auth.tokens.count', { count: tokens.length })}
      columns={columns}
      rows={tokens}
      rowKey={({ id }) => id}
    />
  )
}

function RevokeToken({ token: { id, name } }: { token: Token }) {
  const { t } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const revoke = useMutation({
    ...mutation(revokeToken),
    onSuccess: () => {
      say({ text: t('auth.tokens.revoked') })
      return queryClient.invalidateQueries({ queryKey: [listTokens.path] })
    },
  })
  return (
    <DangerButton
      label={t('auth.tokens.revoke')}
      name={name}
      title={t('auth.tokens.revokeTitle', { name })}
      action={revoke}
      input={{ params: { tokenId: id } }}
    >
      {t('auth.tokens.revokeText')}
    </DangerButton>
  )
}
