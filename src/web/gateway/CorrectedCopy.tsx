// The corrected copy of a document, raw and in words: it is what was run, and what was changed in it is marked.
import { Paper, Text, Title } from '@mantine/core'
import { type CorrectedLine, type DocumentRow, gatewayApi } from '../../gateway/api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { When } from '../ui/When.tsx'
import classes from './CorrectedCopy.module.css'

export function CorrectedCopy({ document }: { document: DocumentRow }) {
  const { id, setId, label } = document
  const asked = useEndpoint(
    gatewayApi.correction,
    { params: { documentId: id } },
    { watch: [`document:${id}`], keep: false },
  )
  const title = `corrected-${id}`
  return (
    <section aria-labelledby={title}>
      <Title order={2} id={title} mb="xs">
        {m.gateway_correction({ what: [setId, label].filter(Boolean).join(' ') })}
      </Title>
      {asked.data ? (
        <>
          <Text size="sm" mb="xs">
            {m.gateway_correction_by({ who: asked.data.by })} <When at={asked.data.at} />. {asked.data.note}
          </Text>
          <Paper p={0}>
            <ol className={classes.lines}>
              {asked.data.lines.map((line, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place
                <Line key={place} line={line} />
              ))}
            </ol>
          </Paper>
        </>
      ) : asked.error ? (
        <ProblemAlert problem={asked.error} onRetry={() => void asked.refetch()} />
      ) : (
        <ListSkeleton />
      )}
    </section>
  )
}

function howText(how: CorrectedLine['how']): string {
  if (how === 'changed') return m.gateway_correction_changed()
  if (how === 'added') return m.gateway_correction_added()
  return how === 'removed' ? m.gateway_correction_removed() : ''
}

function Line({ line: { how, raw, before, name, elements } }: { line: CorrectedLine }) {
  return (
    <li className={classes.line} data-how={how}>
      <code className={classes.raw}>
        {before === undefined ? null : <del>{before}</del>}
        {how === 'removed' ? <del>{raw}</del> : how === 'same' ? raw : <ins>{raw}</ins>}
      </code>
      <div>
        {how === 'same' ? null : <strong className={classes.how}>{howText(how)} </strong>}
        <span className={classes.name}>{name}</span>
        <dl className={classes.elements}>
          {elements.map(({ ref, name: element, value, meaning }) => (
            <div key={ref}>
              <dt title={ref}>{element ?? ref}</dt>
              <dd>{meaning ? `${value.trim()} (${meaning})` : value.trim()}</dd>
            </div>
          ))}
        </dl>
      </div>
    </li>
  )
}
