// Menus and panels that open beside a button drawn elsewhere (`useOpener`).
import { Menu, type MenuProps, Popover, type PopoverProps } from '@mantine/core'
import { type Ref, useEffect, useImperativeHandle, useState } from 'react'
import type { Panel } from './use-opener.ts'

/** Children: a `Menu.Dropdown`. */
export function AnchoredMenu({ panel, children, ...rest }: MenuProps & { panel: Panel }) {
  return (
    <Menu {...rest} {...useControl(panel)}>
      <Menu.Target>
        <Place node={panel.anchor} />
      </Menu.Target>
      {children}
    </Menu>
  )
}

/** Children: a `Popover.Dropdown`. */
export function AnchoredPopover({ panel, children, ...rest }: PopoverProps & { panel: Panel }) {
  return (
    <Popover {...rest} {...useControl(panel)} trapFocus returnFocus>
      <Popover.Target>
        <Place node={panel.anchor} />
      </Popover.Target>
      {children}
    </Popover>
  )
}

/** Opens after it is there: Mantine notes where the focus came from in the step from closed to open. */
function useControl({ id, opened, close }: Panel) {
  const [there, setThere] = useState(false)
  useEffect(() => setThere(true), [])
  const onChange = (open: boolean) => {
    if (!open) close()
  }
  return { id, opened: there && opened, onChange }
}

/** Stands for the button: draws nothing, and gives its element to whoever asks by `ref`. */
function Place({ node, ref }: { node: HTMLElement; ref?: Ref<HTMLElement> }) {
  useImperativeHandle(ref, () => node, [node])
  return null
}
