/** Connections that a scan holds at once. */
export const allSockets = 256;
