import { fileURLToPath } from 'node:url';

/** The package that comes with Umbel: trained on simulated flights only. */
export const shippedModelDir = fileURLToPath(new URL('../../models/demo-hogweed', import.meta.url));
