import pg from 'pg'

export type CatalogueTable = { name: string; columns: string[] }

export const quoted = (name: string) => pg.escapeIdentifier(name)

/** Objects of extensions are neither copied nor dropped. */
const ours = (catalogue: string, oid: string) =>
  `not exists (select from pg_depend d where d.classid = '${catalogue}'::regclass and d.objid = ${oid} and d.deptype = 'e')`

/**
 * Every table of the database, so that tables added later are backed up without a change here. Generated columns are
 * left out, since a restore cannot write them.
 */
export async function readTables(client: pg.ClientBase): Promise<CatalogueTable[]> {
  const { rows } = await client.query<CatalogueTable>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and ${ours('pg_class', 'c.oid')}
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`,
  )
  return rows
}

export type Sequences = Record<string, { value: string; isCalled: boolean }>

export async function readSequences(client: pg.ClientBase): Promise<Sequences> {
  const { rows: names } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'S' and ${ours('pg_class', 'c.oid')}
     order by c.relname`,
  )
  const sequences: Sequences = {}
  for (const { name } of names) {
    const { rows } = await client.query<{ value: string; isCalled: boolean }>(
      `select last_value::text as value, is_called as "isCalled" from ${quoted(name)}`,
    )
    if (rows[0]) sequences[name] = rows[0]
  }
  return sequences
}

/** Drops everything in the schema, in the transaction that restores the backup. */
export async function dropEverything(client: pg.ClientBase) {
  const { rows } = await client.query<{ statement: string }>(
    `select format('drop %s if exists %I cascade',
        case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, c.relname) as statement
       from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
         and ${ours('pg_class', 'c.oid')}
     union all
     select format('drop function if exists %s cascade', p.oid::regprocedure) from pg_proc p
       where p.pronamespace = current_schema()::regnamespace and ${ours('pg_proc', 'p.oid')}
     union all
     select format('drop type if exists %I cascade', t.typname) from pg_type t
       where t.typnamespace = current_schema()::regnamespace and t.typtype in ('e', 'd') and ${ours('pg_type', 't.oid')}`,
  )
  for (const { statement } of rows) await client.query(statement)
}

/** Drops foreign keys and triggers until all tables are filled, since rows arrive table by table. */
export async function loosen(client: pg.ClientBase) {
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class c on c.oid = k.conrelid
     where c.relnamespace = current_schema()::regnamespace and k.contype = 'f' order by c.relname, k.conname`,
  )
  const tables = await readTables(client)
  for (const { table, name } of keys) await client.query(`alter table ${quoted(table)} drop constraint ${quoted(name)}`)
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} disable trigger user`)
  return async () => {
    for (const { table, name, definition } of keys)
      await client.query(`alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`)
    for (const { name } of tables) await client.query(`alter table ${quoted(name)} enable trigger user`)
  }
}

/** Settings that make the text of a row the same in every session, with a fixed order of rows. */
export const plainTexts = `
  set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local synchronize_seqscans = off;
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`
