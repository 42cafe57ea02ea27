import { useInput, usePaste } from "ink";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from "react";
import { keyNames } from "./keys.ts";

interface Listener {
  readonly pressed: (name: string) => void;
  readonly pasted: (text: string) => void;
}

const ListenersContext = createContext<Listener[]>([]);

/**
 * Reads the keyboard for the screens below it. Keys can come faster than the screen is drawn, and each acts on what the
 * one before it has done: they queue up, and every render takes one.
 */
export function Keyboard({ children }: { readonly children: ReactNode }) {
  const [listeners] = useState<Listener[]>(() => []);
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  usePaste((text) => listeners.at(-1)?.pasted(text));
  useInput((input, key) => setWaiting((names) => [...names, ...keyNames(input, key)]));
  useEffect(() => {
    const [next] = waiting;
    if (next === undefined) return;
    listeners.at(-1)?.pressed(next);
    setWaiting((names) => names.slice(1));
  }, [waiting, listeners]);
  return <ListenersContext value={listeners}>{children}</ListenersContext>;
}

/**
 * Calls `pressed` with each key's name, as long as no screen that was opened later listens. What is pasted is text, not
 * keys, and goes to `pasted` or nowhere.
 */
export function useKeys(pressed: (name: string) => void, pasted: (text: string) => void = () => {}): void {
  const listeners = useContext(ListenersContext);
  const onPressed = useEffectEvent(pressed);
  const onPasted = useEffectEvent(pasted);
  useEffect(() => {
    const listener = { pressed: (name: string) => onPressed(name), pasted: (text: string) => onPasted(text) };
    listeners.push(listener);
    return () => {
      listeners.splice(listeners.indexOf(listener), 1);
    };
  }, [listeners]);
}
