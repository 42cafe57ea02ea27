import { clearLeftovers } from "./session.ts";

// What `scripts/test` runs last, for a run that was killed before it could tidy up.
await clearLeftovers();
