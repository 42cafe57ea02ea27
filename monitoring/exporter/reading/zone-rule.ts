import type { Zone, ZoneOffset } from "./zone-file.ts";

const day = 86_400;
const name = "([A-Za-z]{3,}|<[A-Za-z0-9+-]+>)";
const clock = "([+-]?\\d{1,3}(?::\\d{1,2}(?::\\d{1,2})?)?)";
const shape = new RegExp(`^${name}${clock}(?:${name}${clock}?,([^,]+),([^,]+))?$`);

const seconds = (time: string): number => {
  const [hours = 0, minutes = 0, rest = 0] = time.replace(/^[+-]/, "").split(":").map(Number);
  return (time.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60 + rest);
};

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The day in `year` that a POSIX date names, in seconds since 1970: `M3.5.0`, `J60` or `59`. */
const dateOf = (date: string, year: number): number => {
  const newYear = Date.UTC(year, 0, 1) / 1000;
  const [, month, week, weekday] = /^M(\d+)\.(\d+)\.(\d+)$/.exec(date) ?? [];
  if (month === undefined) {
    const julian = /^J(\d+)$/.exec(date)?.[1];
    // J counts from 1 and never counts 29 February; a bare number counts from 0 and does.
    if (julian !== undefined)
      return newYear + (Number(julian) - 1 + (isLeap(year) && Number(julian) > 59 ? 1 : 0)) * day;
    if (!/^\d+$/.test(date)) throw new Error(`"${date}" is no date of a time zone rule`);
    return newYear + Number(date) * day;
  }
  const first = new Date(Date.UTC(year, Number(month) - 1, 1));
  const days = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
  let date0 = 1 + ((Number(weekday) - first.getUTCDay() + 7) % 7) + (Number(week) - 1) * 7;
  while (date0 > days) date0 -= 7;
  return Date.UTC(year, Number(month) - 1, date0) / 1000;
};

const changeOf = (rule: string, year: number): number => {
  const [date = "", time = "2"] = rule.split("/");
  return dateOf(date, year) + seconds(time);
};

const plain = (quoted: string): string => quoted.replace(/[<>]/g, "");

/** The zone of a POSIX TZ string such as `CET-1CEST,M3.5.0,M10.5.0/3`. Throws an Error for anything else. */
export const parseZoneRule = (rule: string): Zone => {
  const [, standardName, standardClock, summerName, summerClock, begin, end] = shape.exec(rule) ?? [];
  if (standardName === undefined || standardClock === undefined) throw new Error(`"${rule}" is no time zone rule`);
  const standard: ZoneOffset = { seconds: -seconds(standardClock), name: plain(standardName) };
  if (summerName === undefined || begin === undefined || end === undefined) return () => standard;
  const summer: ZoneOffset = {
    seconds: summerClock === undefined ? standard.seconds + 3600 : -seconds(summerClock),
    name: plain(summerName),
  };
  return (at) => {
    const year = new Date((at + standard.seconds) * 1000).getUTCFullYear();
    const from = changeOf(begin, year) - standard.seconds;
    const to = changeOf(end, year) - summer.seconds;
    // South of the equator summer spans the turn of the year.
    const isSummer = from < to ? at >= from && at < to : at >= from || at < to;
    return isSummer ? summer : standard;
  };
};
