// Whole numbers of forms. Pure.

export interface Limits {
  min: number
  max: number
}

export const isWhole = (value: number, { min, max }: Limits): boolean =>
  Number.isInteger(value) && value >= min && value <= max

/** No field that asks for a number has been left empty, anywhere in it. */
export function noneMissing(values: unknown): boolean {
  if (typeof values === 'number') return !Number.isNaN(values)
  return typeof values !== 'object' || values === null || Object.values(values).every(noneMissing)
}
