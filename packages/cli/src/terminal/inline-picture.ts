import type { NDArray } from '@dareblopy/core';
import type { Io } from './io.ts';

/** How this terminal shows pictures: iTerm2's way (also WezTerm, mintty), kitty's (also Ghostty), or not at all. */
export function pictureProtocol({ stdout, env }: Io): 'iterm' | 'kitty' | undefined {
  if (!stdout.isTTY || env.TMUX || env.STY) return undefined;
  if (env.KITTY_WINDOW_ID || env.TERM === 'xterm-kitty' || env.TERM_PROGRAM === 'ghostty')
    return 'kitty';
  return /^(iTerm\.app|WezTerm|mintty)$/.test(env.TERM_PROGRAM ?? '') ? 'iterm' : undefined;
}

/**
 * The sequence that shows a picture, given as a JPEG and as its pixels [height, width, 3].
 * https://iterm2.com/documentation-images.html, https://sw.kovidgoyal.net/kitty/graphics-protocol/
 */
export function inlinePicture(
  protocol: 'iterm' | 'kitty',
  encoded: Uint8Array,
  pixels: NDArray<'uint8'>,
): string {
  if (protocol === 'iterm') {
    const data = Buffer.from(encoded).toString('base64');
    return `\u001b]1337;File=inline=1;size=${encoded.byteLength};width=100%:${data}\u0007\n`;
  }
  const [height = 0, width = 0] = pixels.shape;
  const data = Buffer.from(pixels.data.buffer, pixels.data.byteOffset, pixels.data.byteLength);
  const text = data.toString('base64');
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += 4096) {
    const more = at + 4096 < text.length ? 1 : 0;
    const head = at === 0 ? `a=T,f=24,s=${width},v=${height},m=${more}` : `m=${more}`;
    parts.push(`\u001b_G${head};${text.slice(at, at + 4096)}\u001b\\`);
  }
  return `${parts.join('')}\n`;
}
