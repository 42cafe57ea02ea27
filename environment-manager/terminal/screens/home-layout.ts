/** How many lines each part of the home screen wants. */
export interface Wants {
  readonly services: number;
  readonly host: number;
  readonly gpus: number;
  readonly activity: number;
}

/** How many lines each part gets, headings not counted; a part with 0 is not shown at all. */
export interface HomeLayout extends Wants {
  /** Host and GPUs stand beside the services instead of below. */
  readonly sideBySide: boolean;
  /** An empty line between the parts. */
  readonly airy: boolean;
}

const sideBySideColumns = 120;
const headerAndFooter = 2;
const heading = 1;
type Part = keyof Wants;

/** Whose lines are taken first when there are too few, and down to how many. 0 takes the heading too. */
const sacrifices: readonly (readonly [part: Part, least: number])[] = [
  ["gpus", 2],
  ["host", 2],
  ["activity", 4],
  ["gpus", 0],
  ["host", 0],
  ["services", 3],
  ["activity", 1],
  ["services", 1],
  ["activity", 0],
];

/** Shares the terminal's lines between the parts. The parts, with headings, header and footer, never exceed `rows`. */
export function layoutHome(wants: Wants, { columns, rows }: { columns: number; rows: number }): HomeLayout {
  const room = rows - headerAndFooter;
  if (columns >= sideBySideColumns) {
    const left = share({ ...wants, host: 0, gpus: 0 }, room);
    const right = share({ ...wants, services: 0, activity: 0 }, room);
    return {
      ...left,
      host: right.host,
      gpus: right.gpus,
      sideBySide: true,
      airy: isAiry(left, room) && isAiry(right, room),
    };
  }
  const shared = share(wants, room);
  return { ...shared, sideBySide: false, airy: isAiry(shared, room) };
}

const partNames: readonly Part[] = ["services", "host", "gpus", "activity"];
const shownParts = (parts: Wants) => partNames.filter((part) => parts[part] > 0);
const height = (parts: Wants) => shownParts(parts).reduce((sum, part) => sum + parts[part] + heading, 0);
const isAiry = (parts: Wants, room: number) => height(parts) + shownParts(parts).length <= room;

function share(wants: Wants, room: number): Wants {
  const given = { ...wants };
  for (const [part, least] of sacrifices) {
    while (height(given) > room && given[part] > least) given[part]--;
  }
  return given;
}
