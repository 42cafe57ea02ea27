import { holdsSocket, listeningSockets } from "../../ports.ts";
import type { ProcessIdentity } from "../process-table.ts";
import { askReadiness, type Readiness } from "./readiness.ts";

/** A service that does not answer within this is not ready. */
const timeoutMs = 5000;

/**
 * Whether a service is ready, and it is the service that answers: another program on its port would answer as well,
 * just before the service ends because the port is taken.
 * @param others the processes that its own process has started, looked up only where it does not listen itself.
 */
export async function askOwnReadiness(
  url: string,
  leader: ProcessIdentity,
  others: () => readonly ProcessIdentity[],
): Promise<Readiness> {
  const answer = await askReadiness(url, timeoutMs);
  if (!answer.ready) return answer;
  const sockets = listeningSockets(Number(new URL(url).port));
  // Where the kernel does not let this user look (undefined), the answer has to do.
  const listens = ({ pid }: ProcessIdentity) => sockets.some(({ inode }) => holdsSocket(pid, inode) ?? true);
  if (sockets.length === 0 || listens(leader) || others().some(listens)) return answer;
  return { ready: false, why: "another program answers there" };
}
