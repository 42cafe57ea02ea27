import { readFileSync } from "node:fs";

// Called by scripts/test with vitest's JSON report and its exit code. Prints `passed failed skipped` on stdout, and names on
// stderr what was skipped. A run that ended badly without a failed test, or without a report, counts as one failure.

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const [file = "", exitCode = "1"] = process.argv.slice(2);
const report = readReport();
const tests = report?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? [];
const skipped = tests.filter(({ status }) => status !== "passed" && status !== "failed");
for (const { fullName } of skipped) console.error(`skipped: ${fullName}`);

const failed = report?.numFailedTests ?? 0;
console.log(report?.numPassedTests ?? 0, exitCode === "0" ? failed : Math.max(failed, 1), skipped.length);

function readReport(): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    console.error("vitest ended without a report");
    return undefined;
  }
}
