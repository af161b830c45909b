export const licence: string;
export const table: string;
