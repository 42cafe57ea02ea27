/**
 * The CPUs of a kernel list such as `0-3,8`, each once, in its order (cpuset(7), "List format"). Throws an Error for anything else,
 * and for more CPUs than a kernel can have.
 */
export const parseCpuList = (text: string): number[] => {
  const cpus = new Set<number>();
  for (const part of text.trim().split(",")) {
    if (part === "") continue;
    const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    if (first === undefined) throw new Error(`"${part}" is no list of CPUs`);
    for (let cpu = Number(first); cpu <= Number(last); cpu++) cpus.add(cpu);
  }
  return [...cpus];
};
