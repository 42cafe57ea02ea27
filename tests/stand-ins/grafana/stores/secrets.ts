import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** Keeps data source secrets unreadable in the file. The format is the stand-in's own. */
export interface SecretBox {
  readonly seal: (value: string) => string;
  readonly open: (sealed: string) => string;
}

export function secretBox(secretKey: string): SecretBox {
  const key = createHash("sha256").update(secretKey).digest();
  return {
    seal: (value) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const body = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, "base64");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
    },
  };
}
