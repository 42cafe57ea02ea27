import { join } from "node:path";
import type { Family } from "../exposition/family.ts";
import { type Labels, labels } from "../exposition/labels.ts";
import { parseDecimal } from "../reading/numbers.ts";
import type { Paths } from "../reading/paths.ts";
import { readValue } from "../reading/read.ts";
import { ataFamilies, diskInfo } from "./disk-families.ts";
import { blockDeviceProperties } from "./udev.ts";

/** A sample that stays the same from one scrape to the next. */
export type Fact = { readonly family: Family; readonly labels: Labels; readonly value: number };

/** Looks up what udev and sysfs know of a disk. Which facts there are depends on the kind of disk. */
export const diskFacts = (paths: Paths, major: string, minor: string, device: string): Fact[] => {
  const udev = blockDeviceProperties(paths.udevData, major, minor);
  const known = (property: string): string => udev.get(property) ?? "";
  // sysfs writes a slash in a device's name, as in cciss/c0d0, as an exclamation mark.
  const rotational = readValue(join(paths.sysfs, "block", device.replaceAll("/", "!"), "queue/rotational"));
  const facts: Fact[] = [];
  const add = (family: Family, values: Readonly<Record<string, string>>, value = 1): void => {
    facts.push({ family, labels: labels({ device, ...values }), value });
  };
  add(diskInfo.device, {
    major,
    minor,
    path: known("ID_PATH"),
    wwn: known("ID_WWN"),
    model: known("ID_MODEL"),
    serial: known("SCSI_IDENT_SERIAL") || known("ID_SERIAL_SHORT"),
    revision: known("ID_REVISION"),
    rotational: rotational ?? "0",
  });
  if (known("ID_FS_TYPE") !== "") {
    add(diskInfo.filesystem, {
      type: known("ID_FS_TYPE"),
      usage: known("ID_FS_USAGE"),
      uuid: known("ID_FS_UUID"),
      version: known("ID_FS_VERSION"),
    });
  }
  if (known("DM_NAME") !== "") {
    add(diskInfo.deviceMapper, {
      name: known("DM_NAME"),
      uuid: known("DM_UUID"),
      vg_name: known("DM_VG_NAME"),
      lv_name: known("DM_LV_NAME"),
      lv_layer: known("DM_LV_LAYER"),
    });
  }
  for (const [property, family] of known("ID_ATA") === "" ? [] : ataFamilies) {
    const value = parseDecimal(udev.get(property));
    if (!Number.isNaN(value)) add(family, {}, value);
  }
  return facts;
};
