export type FilePosition = { file: string; line: number; column: number }
