import { questionOrders } from '#contract/questions/questions.ts'
import { useText } from '#web/text/text.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { columnIds, type Listing, looks } from './use-listing.ts'

type Props = { listing: Listing; onListing: (change: Partial<Listing>) => void }

/** Cards or a table, its columns, and the order. */
export function ListLook({ listing, onListing }: Props) {
  const { t } = useText()
  const { look, columns, sort, direction } = listing
  const orders = questionOrders.flatMap((by) =>
    (by === 'course' ? (['asc'] as const) : (['asc', 'desc'] as const)).map((way) => `${by}-${way}` as const),
  )
  return (
    <div className="bank__look">
      <Segmented
        legend={t('questions.look.title')}
        value={look}
        onChange={(next) => onListing({ look: next })}
        options={looks.map((value) => ({ value, label: t(`questions.look.${value}`) }))}
      />
      {look === 'table' ? (
        <Menu label={t('questions.columns.title')} summaryClass="button button--secondary button--small" opens="start">
          {columnIds.map((id) => (
            <MenuItem
              key={id}
              pressed={columns.includes(id)}
              onChoose={() =>
                onListing({
                  columns: columnIds.filter((one) => (one === id ? !columns.includes(id) : columns.includes(one))),
                })
              }
            >
              {t(`questions.columns.${id}`)}
            </MenuItem>
          ))}
        </Menu>
      ) : (
        <Select
          aria-label={t('questions.look.order')}
          value={`${sort}-${sort === 'course' ? 'asc' : direction}`}
          onChange={(value) => {
            const by = questionOrders.find((one) => value.startsWith(`${one}-`)) ?? 'course'
            onListing({ sort: by, direction: value.endsWith('-desc') ? 'desc' : 'asc' })
          }}
          options={orders.map((value) => {
            const [by = 'course', way = 'asc'] = value.split('-') as [(typeof questionOrders)[number], 'asc' | 'desc']
            return { value, label: t('questions.look.by', { what: t(`questions.orders.${by}`), way }) }
          })}
        />
      )}
    </div>
  )
}
