import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { TextSeal } from '../../ports/text-seal.ts';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
/** Sealed texts begin with it, so that another way to seal can stand beside this one. */
const version = '1';

/**
 * AES-256-GCM under one key of 32 bytes, with a random IV each time. A sealed text is `1.<key id>.<IV, text and tag>`;
 * the key id tells a changed key from a damaged text, and says nothing else about the key. Version, key id and place are
 * authenticated with the text. Random IVs allow for 2^32 texts under one key (NIST SP 800-38D, 8.3).
 */
export function createTextSeal(key: Uint8Array): TextSeal {
  const keyId = createHmac('sha256', key).update('elevate key id').digest('base64url').slice(0, 8);
  const head = `${version}.${keyId}.`;

  return {
    seal(text, place) {
      const iv = randomBytes(ivBytes);
      const sealing = createCipheriv(cipher, key, iv, { authTagLength: tagBytes });
      sealing.setAAD(Buffer.from(head + place));
      const body = [iv, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()];
      return head + Buffer.concat(body).toString('base64url');
    },

    open(sealed, place) {
      const [, sealedVersion, sealedKeyId, encoded] = /^(\d+)\.([\w-]{8})\.([\w-]+)$/.exec(sealed) ?? [];
      if (sealedVersion !== version || encoded === undefined) return { kind: 'damaged' };
      if (sealedKeyId !== keyId) return { kind: 'other-key' };
      const body = Buffer.from(encoded, 'base64url');
      // The last character of base64 has spare bits: one text has one spelling here.
      if (body.length < ivBytes + tagBytes || body.toString('base64url') !== encoded)
        return { kind: 'damaged' };
      const opening = createDecipheriv(cipher, key, body.subarray(0, ivBytes), { authTagLength: tagBytes });
      opening.setAAD(Buffer.from(head + place));
      opening.setAuthTag(body.subarray(-tagBytes));
      try {
        const text = Buffer.concat([opening.update(body.subarray(ivBytes, -tagBytes)), opening.final()]);
        return { kind: 'opened', text: text.toString('utf8') };
      } catch {
        return { kind: 'damaged' };
      }
    },
  };
}
