// Importing a CSV: choose the file, see every row that is wrong (line, column, remedy), then take all or the clean part.
import { Anchor, Button, Code, Group, Paper, Progress, Stack, Table, Text } from '@mantine/core'
import { Download } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { Confirm } from './ConfirmAct.tsx'
import { decodeText } from './csv-text.ts'
import { FileDrop } from './FileDrop.tsx'
import { csvOf, saveFile } from './list/csv.ts'
import { ProblemAlert } from './ProblemAlert.tsx'
import { StatusBadge } from './StatusBadge.tsx'

export interface CsvProblem {
  /** As an editor counts: the header is line 1. */
  line: number
  column?: string | undefined
  problem: string
  remedy?: string | undefined
}

/** What the server says of a file without having kept anything of it. */
export interface CsvReport {
  /** Rows read, header not counted. */
  rows: number
  /** Rows without a problem. */
  clean: number
  problems: readonly CsvProblem[]
}

interface CsvImportProps {
  /** Columns of the template, in order, with one row of example; or the whole file as the server made it. */
  template: { fileName: string; columns: readonly string[] } & ({ example: readonly string[] } | { csv: string })
  sizeBytesMax?: number
  /** Judges the text; keeps nothing. */
  check: (text: string, fileName: string) => Promise<CsvReport>
  /** Takes all of it, or only its clean rows. */
  accept: (text: string, fileName: string, part: 'all' | 'clean') => Promise<unknown>
  /** Drawn between the report and the buttons: a preview, a date to choose. */
  children?: (report: CsvReport) => ReactNode
  acceptLabel?: string | ((report: CsvReport) => string)
  /** What is asked before anything is taken; `act` is the word on its button. */
  question?: { title: string; what: ReactNode } | undefined
  /** The page asks anew about the file: until it knows, nothing can be taken. */
  waiting?: boolean
}

type Step =
  | { at: 'choose'; problem?: unknown }
  | { at: 'checking'; fileName: string }
  | { at: 'judged'; fileName: string; text: string; report: CsvReport; busy: boolean; problem?: unknown }

/** The server takes 4 million characters of CSV in one body. */
const csvBytesMax = 4_000_000

export function CsvImport(props: CsvImportProps) {
  const [step, setStep] = useState<Step>({ at: 'choose' })
  const judge = async (file: File) => {
    setStep({ at: 'checking', fileName: file.name })
    try {
      const text = decodeText(new Uint8Array(await file.arrayBuffer()))
      const report = await props.check(text, file.name)
      setStep({ at: 'judged', fileName: file.name, text, report, busy: false })
    } catch (problem) {
      setStep({ at: 'choose', problem })
    }
  }
  const again = () => setStep({ at: 'choose' })
  if (step.at === 'checking')
    return <Progress value={100} animated aria-label={m.ui_csv_checking({ name: step.fileName })} />
  if (step.at === 'judged') return <Judged {...props} step={step} setStep={setStep} again={again} />
  return (
    <Stack gap="sm">
      <FileDrop
        label={m.ui_csv_choose()}
        accept=".csv,.txt,text/csv"
        sizeBytesMax={props.sizeBytesMax ?? csvBytesMax}
        onFile={file => void judge(file)}
      />
      <Template template={props.template} />
      <ProblemAlert problem={step.problem} />
    </Stack>
  )
}

function Template({ template }: Pick<CsvImportProps, 'template'>) {
  const text = 'csv' in template ? template.csv : csvOf(template.columns, [template.example])
  const save = () => saveFile(template.fileName, text)
  return (
    <Text size="sm" c="dimmed">
      {m.ui_csv_columns()} <Code>{template.columns.join(', ')}</Code>{' '}
      <Anchor component="button" type="button" size="sm" onClick={save}>
        <Download size={13} aria-hidden /> {m.ui_csv_template()}
      </Anchor>
    </Text>
  )
}

type JudgedStep = Extract<Step, { at: 'judged' }>
type JudgedProps = CsvImportProps & { step: JudgedStep; setStep: (step: Step) => void; again: () => void }

function Judged({ step, setStep, again, accept, children, acceptLabel, question, waiting = false }: JudgedProps) {
  const [asking, setAsking] = useState(false)
  const { report, text, fileName } = step
  const allClean = report.problems.length === 0
  const part = allClean ? 'all' : 'clean'
  const label = labelOf(report, acceptLabel)
  const take = async (part: 'all' | 'clean') => {
    setStep({ ...step, busy: true })
    try {
      await accept(text, fileName, part)
      again()
    } catch (problem) {
      setStep({ ...step, busy: false, problem })
    }
  }
  return (
    <Stack gap="sm">
      <Group gap="sm" role="status">
        <Text fw={600}>{fileName}</Text>
        <StatusBadge tone={allClean ? 'ok' : 'warn'}>
          {allClean
            ? m.ui_csv_clean({ n: report.rows, rows: countText(report.rows) })
            : m.ui_csv_unclean({ n: report.rows, clean: countText(report.clean), rows: countText(report.rows) })}
        </StatusBadge>
      </Group>
      <CsvProblems problems={report.problems} />
      {children?.(report)}
      <ProblemAlert problem={step.problem} />
      {step.busy ? (
        <div>
          <Progress value={100} animated aria-label={m.ui_csv_taking()} />
          <Text size="sm" c="dimmed" role="status">
            {m.ui_csv_taking()}
          </Text>
        </div>
      ) : null}
      <Group gap="xs">
        {report.clean > 0 ? (
          <Button
            loading={step.busy}
            disabled={waiting}
            variant={allClean ? 'filled' : 'default'}
            onClick={() => (question ? setAsking(true) : void take(part))}
          >
            {label}
          </Button>
        ) : null}
        <Button variant="subtle" onClick={again}>
          {m.ui_csv_again()}
        </Button>
      </Group>
      {question ? (
        <Confirm
          opened={asking}
          title={question.title}
          act={label}
          onClose={() => setAsking(false)}
          onConfirm={() => take(part)}
        >
          {question.what}
        </Confirm>
      ) : null}
    </Stack>
  )
}

/** What the button says: the page's own words, or that all or the clean rows are taken. */
function labelOf(report: CsvReport, given: CsvImportProps['acceptLabel']): string {
  if (typeof given === 'function') return given(report)
  if (report.problems.length === 0) return given ?? m.ui_csv_take_all()
  return m.ui_csv_take_clean({ n: report.clean, clean: countText(report.clean) })
}

/** So many are listed; whoever has more mends these first. */
const problemsShownMax = 200

/** Rows that are wrong: also for a page that has a report from elsewhere. */
export function CsvProblems({ problems }: { problems: readonly CsvProblem[] }) {
  if (problems.length === 0) return null
  const shown = problems.slice(0, problemsShownMax)
  return (
    <Paper p={0} style={{ overflowX: 'auto', maxHeight: '24rem' }}>
      <Table stickyHeader aria-label={m.ui_csv_problems()}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{m.ui_csv_line()}</Table.Th>
            <Table.Th>{m.ui_csv_column()}</Table.Th>
            <Table.Th>{m.ui_csv_what()}</Table.Th>
            <Table.Th>{m.ui_csv_how()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ line, column, problem, remedy }) => (
            <Table.Tr key={`${line} ${column} ${problem}`}>
              <Table.Td>{line}</Table.Td>
              <Table.Td>{column}</Table.Td>
              <Table.Td>{problem}</Table.Td>
              <Table.Td>{remedy}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {problems.length > shown.length ? (
        <Text size="sm" c="dimmed" p="xs">
          {m.ui_csv_more({ n: countText(problems.length - shown.length) })}
        </Text>
      ) : null}
    </Paper>
  )
}
