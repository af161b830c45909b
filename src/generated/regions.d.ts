/** The Regions that the SDK knows; those that came later are read all the same. */
export declare const regions: readonly string[];
