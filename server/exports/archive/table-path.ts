/** Path of a table's rows in an archive. */
export const pathOf = ({ table }: { table: string }) => `donnees/${table}.jsonl`
