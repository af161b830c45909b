import { integrationPages } from '../.vitepress/pages.js';

// oxlint-disable-next-line import/no-default-export -- what VitePress asks for
export default { paths: integrationPages };
