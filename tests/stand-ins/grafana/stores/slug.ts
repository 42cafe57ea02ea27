/** The readable part of a dashboard's address: `Sample Up` → `sample-up`. */
export function slugOf(title: string): string {
  const slug = title
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return slug === "" ? encodeURIComponent(title) : slug;
}
