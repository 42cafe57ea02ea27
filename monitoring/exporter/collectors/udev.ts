import { join } from "node:path";
import { readValue } from "../reading/read.ts";

/** What udev knows of a device: its properties by name. */
export type DeviceProperties = ReadonlyMap<string, string>;

const none: DeviceProperties = new Map();

/** The properties, `E:NAME=value`, in an entry of udev's database. Other lines are passed over. */
export const parseDeviceProperties = (text: string): DeviceProperties =>
  new Map(
    text.split("\n").flatMap((line): [string, string][] => {
      const at = line.indexOf("=");
      return line.startsWith("E:") && at > 2 ? [[line.slice(2, at), line.slice(at + 1)]] : [];
    }),
  );

/** What udev's database in `folder` says of the block device `major:minor`; nothing where it has no entry. */
export const blockDeviceProperties = (folder: string, major: string, minor: string): DeviceProperties => {
  const text = readValue(join(folder, `b${major}:${minor}`), "utf8");
  return text === undefined ? none : parseDeviceProperties(text);
};
