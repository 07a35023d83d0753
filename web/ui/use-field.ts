import { createContext, useContext } from 'react'

export type FieldWiring = {
  id: string
  labelId: string
  describedBy: string | undefined
  isInvalid: boolean
  required: boolean
}

export const FieldContext = createContext<FieldWiring | null>(null)

/**
 * The props that a control takes from the Field around it; empty without a Field (the control then needs its own
 * label).
 */
export function useField() {
  const field = useContext(FieldContext)
  if (field === null) return {}
  return {
    id: field.id,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.isInvalid || undefined,
    required: field.required || undefined,
  }
}
