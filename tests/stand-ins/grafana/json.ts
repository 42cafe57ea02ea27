export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member as an object, or an empty one. */
export function objectAt(value: JsonObject, key: string): JsonObject {
  const member = value[key];
  return isObject(member) ? member : {};
}

/** The member as text; anything that is no text reads as the empty string. */
export function textAt(value: JsonObject, key: string): string {
  const member = value[key];
  return typeof member === "string" ? member : "";
}

export function numberAt(value: JsonObject, key: string): number {
  const member = value[key];
  return typeof member === "number" ? member : 0;
}

export function flagAt(value: JsonObject, key: string): boolean {
  return value[key] === true;
}

export function listAt(value: JsonObject, key: string): Json[] {
  const member = value[key];
  return Array.isArray(member) ? member : [];
}

export function textsAt(value: JsonObject, key: string): string[] {
  return listAt(value, key).filter((item) => typeof item === "string");
}
