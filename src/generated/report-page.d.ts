/** Script and style of the HTML report, which `npm run generate` bundles from `src/report/html/`. */
export declare const script: string;
export declare const style: string;
