export const partitions: readonly { readonly name: string; readonly regions: RegExp }[];
