// Charts come in two colours, as <picture> elements that follow the system's scheme. On the site a switch
// chooses: both are there, and the style sheet shows one.
const PICTURE =
  /<picture>\s*<source [^>]*srcset="([^"]+)">\s*<img alt="([^"]*)" src="([^"]+)">\s*<\/picture>/g;

/** A plugin of markdown-it. */
export function twoSchemes(md) {
  md.core.ruler.push('two-schemes', ({ tokens }) => {
    for (const token of tokens) {
      if (token.type !== 'html_block') continue;
      token.content = token.content.replaceAll(
        PICTURE,
        '<img class="in-light" alt="$2" src="$3"><img class="in-dark" alt="$2" src="$1">',
      );
    }
  });
}
