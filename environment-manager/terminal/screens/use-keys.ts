import { useInput, usePaste } from "ink";
import { useEffect, useEffectEvent, useState } from "react";
import { keyNames } from "./keys.ts";

/** Calls `pressed` with each key's name. What is pasted is text, not keys, and goes to `pasted` or nowhere. */
export function useKeys(pressed: (name: string) => void, pasted: (text: string) => void = () => {}): void {
  // Keys can come faster than the screen is drawn, and each acts on what the one before it has done: they queue up, and
  // every render takes one.
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  usePaste(pasted);
  useInput((input, key) => setWaiting((names) => [...names, ...keyNames(input, key)]));

  const press = useEffectEvent(pressed);
  useEffect(() => {
    const [next] = waiting;
    if (next === undefined) return;
    press(next);
    setWaiting((names) => names.slice(1));
  }, [waiting]);
}
