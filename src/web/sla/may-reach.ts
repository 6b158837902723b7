// Whether there is somebody to call, or a document to send again, about an answer that is waited for. Pure.
import type { ClockRow } from '../../sla/api.ts'

const isWaitedFor = ({ state }: ClockRow): boolean => ['pending', 'running', 'paused', 'breached'].includes(state)

export const mayCall = (clock: ClockRow): boolean => clock.contact !== null && isWaitedFor(clock)

export const maySendAgain = (clock: ClockRow): boolean => clock.sentIn !== null && isWaitedFor(clock)
