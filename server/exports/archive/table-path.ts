/** Where the rows of a table are in an archive. */
export const pathOf = ({ table }: { table: string }) => `donnees/${table}.jsonl`
