// A label of one's own: typed freely, or taken from those in use.
import { Autocomplete, type AutocompleteProps } from '@mantine/core'
import { LABEL_CHARS_MAX } from '../../kernel/label.ts'

type LabelFieldProps = Omit<AutocompleteProps, 'data'> & {
  /** Those in use; undefined while they are not here yet. */
  labels: readonly { label: string }[] | undefined
}

export const LabelField = ({ labels = [], ...rest }: LabelFieldProps) => (
  <Autocomplete maxLength={LABEL_CHARS_MAX} data={labels.map(({ label }) => label)} {...rest} />
)
