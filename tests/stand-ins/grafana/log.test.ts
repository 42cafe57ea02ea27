import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { logBook, logfmt } from "./log.ts";

describe("the log", () => {
  it("quotes what needs quotes, as logfmt does", () => {
    const fields = {
      a: "plain",
      b: "two words",
      c: 'say "x"',
      d: "k=v",
      e: "",
      f: ["one", "two"],
      g: ["alone"],
      h: undefined,
      i: 7,
    };
    expect(logfmt(fields)).toBe('a=plain b="two words" c="say \\"x\\"" d="k=v" e= f="[one two]" g=[alone] i=7');
  });

  it("writes name and context before the time, and leaves out what is below its level", async () => {
    const folder = await mkdtemp(join(tmpdir(), "grafana-stand-in-log-"));
    const file = join(folder, "deeper/grafana.log");
    const book = logBook({ level: "warn", toConsole: false, file, format: "text" }, () => new Date(0));
    book("provisioning.dashboard", { type: "file" }).warn("look here", { uid: "x" });
    book("provisioning.dashboard").info("not worth it");
    book("").error("nameless");
    expect(await readFile(file, "utf8")).toBe(
      'logger=provisioning.dashboard type=file t=1970-01-01T00:00:00.000000000Z level=warn msg="look here" uid=x\n' +
        "t=1970-01-01T00:00:00.000000000Z level=error msg=nameless\n",
    );
    await rm(folder, { recursive: true });
  });
});
