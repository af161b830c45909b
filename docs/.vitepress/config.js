// The site of docs/: `npm run docs` builds it. It is searched in the browser, and asks no server for that.
import { defineConfig } from 'vitepress';
import { formatPages, integrationPages, rulePages, siteLinks, slug, sourceOf } from './pages.js';

const entries = (folder, pages) =>
  pages.map(({ params: { id } }) => ({ text: id, link: `/${folder}/${id}` }));
const named = (pages) => Object.entries(pages).map(([link, text]) => ({ text, link }));

// oxlint-disable-next-line import/no-default-export -- what VitePress asks for
export default defineConfig({
  title: 'kmslint',
  description: 'A linter for the rotation of AWS KMS keys in Terraform and OpenTofu',
  lang: 'en',
  cleanUrls: true,
  // A link to a page that is not there ends the build.
  ignoreDeadLinks: false,
  markdown: {
    anchor: { slugify: slug },
    config: (md) => {
      md.core.ruler.before('normalize', 'site-links', (state) => {
        state.src = siteLinks(state.src, sourceOf(state.env.relativePath ?? 'index.md'));
      });
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: 'deep',
    nav: [
      { text: 'Tutorial', link: '/tutorial' },
      { text: 'Rules', link: '/rules' },
      { text: 'GitHub', link: 'https://github.com/kmslint/kmslint' },
    ],
    sidebar: [
      {
        text: 'Start',
        items: named({
          '/': 'What it does',
          '/tutorial': 'In ten minutes',
          '/comparison': 'How it compares',
        }),
      },
      {
        text: 'Reference',
        items: named({
          '/inputs': 'Inputs',
          '/configuration': 'Configuration',
          '/cli': 'Command line',
          '/fixes': 'Fixes',
          '/runbook': 'The runbook',
          '/troubleshooting': 'Troubleshooting',
          '/versioning': 'Versions',
        }),
      },
      {
        text: 'In a pipeline',
        link: '/integrations',
        collapsed: true,
        items: entries('integrations', integrationPages()),
      },
      {
        text: 'Formats',
        link: '/formats',
        collapsed: true,
        items: entries('formats', formatPages()),
      },
      { text: 'Rules', link: '/rules', collapsed: true, items: entries('rules', rulePages()) },
    ],
  },
});
