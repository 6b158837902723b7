/** An input for reading on a terminal: every segment and element with its name and meaning, loops indented. */
import { type Annotated, annotate } from './annotate.ts'
import type { Reviewed } from './check.ts'
import { findingLines } from './check-text.ts'
import { type Paint, plain, safe } from './paint.ts'

/** Several lines, each ended by a line feed. */
export function explainText(file: string, reviewed: Reviewed, paint: Paint = plain): string {
  const lines = [paint('bold', safe(file))]
  for (const one of reviewed.reading.findings) lines.push(...findingLines(one, paint, 1))
  for (const { segments } of annotate(reviewed)) {
    lines.push('')
    for (const one of segments) lines.push(...segmentLines(one, paint))
  }
  return `${lines.join('\n')}\n`
}

function segmentLines({ segment, depth, findings }: Annotated, paint: Paint): string[] {
  const indent = '  '.repeat(depth)
  const name = segment.name ?? 'not known here'
  const place = segment.position > 0 ? paint('dim', `  ${segment.position}`) : ''
  const lines = [`${indent}${paint('bold', safe(segment.tag))} ${paint('cyan', name)}${place}`]
  for (const { ref, name: called, value, meaning } of segment.elements) {
    const label = paint('dim', called ? `${safe(ref)} ${called}` : safe(ref))
    lines.push(`${indent}    ${label}: ${safe(value)}${meaning ? paint('green', ` (${meaning})`) : ''}`)
  }
  for (const one of findings) lines.push(...findingLines(one, paint, depth + 2))
  return lines
}
