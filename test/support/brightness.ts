import type { Page } from 'playwright-core';

/** Draws the page as a person sees it. @returns the places of bright squares of 12 × 12 pixels: no letter fills one */
export async function brightSquares(page: Page): Promise<string[]> {
  const png = (await page.screenshot()).toString('base64');
  return page.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(
      new Blob([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))]),
    );
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const found: string[] = [];
    for (let y = 0; y + 12 <= bitmap.height; y += 12)
      for (let x = 0; x + 12 <= bitmap.width; x += 12) {
        const { data } = context?.getImageData(x, y, 12, 12) ?? { data: [] };
        if (data.every((value, at) => at % 4 === 3 || value > 150)) found.push(`${x},${y}`);
      }
    return found;
  }, png);
}

/** @returns the elements of at least 12 × 12 pixels whose computed background is bright, as HTML */
export const brightBackgrounds = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const isBright = (color: string) => {
      if (!context) return true;
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
      return alpha > 127 && Math.min(red, green, blue) > 150;
    };
    const isLarge = ({ width, height }: DOMRect) => width >= 12 && height >= 12; // a text cursor is not
    return [...document.querySelectorAll('*')]
      .filter((element) => element.checkVisibility() && isLarge(element.getBoundingClientRect()))
      .filter((element) => isBright(getComputedStyle(element).backgroundColor))
      .map((element) => (element.cloneNode() as Element).outerHTML);
  });
