import type { Operation } from "../../../progress.ts";
import type { FoundProgram, SearchedProgram } from "../../../stack/native-service.ts";

/** What one way of getting a program came to. */
export type Attempt =
  | { readonly kind: "found"; readonly program: FoundProgram }
  | { readonly kind: "passed over"; readonly why: string }
  /** It could be fetched, and nothing may be changed now. */
  | { readonly kind: "possible"; readonly how: string };

export interface Search {
  readonly title: string;
  readonly program: SearchedProgram;
  /** Where archives and packages are unpacked. */
  readonly folder: string;
  /** Whether something may be downloaded and unpacked. */
  readonly mayFetch: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** One way of getting a program; those that take long say how far they are. */
export type Strategy = (search: Search) => Promise<Attempt> | Operation<Attempt>;

export const passedOver = (why: string): Attempt => ({ kind: "passed over", why });
