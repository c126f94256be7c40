import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useFormatter } from 'use-intl';
import { useStore } from '../../api/store.ts';
import { theme } from '../../ui/theme.ts';
import { useDarkSystem } from './use-dark-system.ts';
import 'uplot/dist/uPlot.min.css';

const HEIGHT_PIXELS = 260;
const DAY_SECONDS = 86_400;

interface UseChartProps {
  readonly days: readonly { readonly date: string; readonly uses: number }[];
  /** What the chart shows, for screen readers. */
  readonly label: string;
  /** Name of the values. */
  readonly series: string;
  readonly dayLabel: string;
}

/** Uses by day, as bars. */
export default function UseChart({ days, label, series, dayLabel }: UseChartProps) {
  const format = useFormatter();
  const holder = useRef<HTMLDivElement>(null);
  // The colors of a canvas do not follow the theme: the chart is drawn again.
  const chosen = useStore(theme);
  const isDark = useDarkSystem();

  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    element.dataset.colors = `${chosen} ${isDark}`;
    const day = (seconds: number) =>
      format.dateTime(new Date(seconds * 1_000), {
        timeZone: 'UTC',
        month: 'short',
        day: 'numeric',
      });
    const { accent, soft, line } = colorsOf(element);
    const axis = { stroke: soft, grid: { stroke: line, width: 1 }, ticks: { stroke: line } };
    const chart = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT_PIXELS,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
        scales: { y: { range: (_chart, _least, most) => [0, Math.max(4, most * 1.1)] } },
        axes: [
          {
            ...axis,
            space: 70,
            incrs: [1, 2, 7, 14, 30].map((count) => count * DAY_SECONDS),
            values: (_chart, times) => times.map(day),
          },
          {
            ...axis,
            size: 64,
            incrs: [
              1, 2, 5, 10, 20, 50, 1e2, 2e2, 5e2, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
            ],
            values: (_chart, values) => values.map((value) => format.number(value)),
          },
        ],
        series: [
          { value: (_chart, time) => (time === null ? '' : day(time)), label: dayLabel },
          {
            label: series,
            stroke: accent,
            width: 0, // a day without a use has no bar
            fill: accent,
            paths: uPlot.paths.bars?.({ size: [0.7, 40] }),
            points: { show: false },
            value: (_chart, value) => (value === null ? '' : format.number(value)),
          },
        ],
        cursor: { drag: { x: false, y: false } },
      },
      [days.map(({ date }) => Date.parse(date) / 1_000), days.map(({ uses }) => uses)],
      element,
    );
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: HEIGHT_PIXELS }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [days, series, dayLabel, format, chosen, isDark]);

  return <div ref={holder} role="img" aria-label={label} className="use-chart" />;
}

/** The colors of the theme as the browser computes them: a canvas does not know `light-dark()`. */
function colorsOf(element: HTMLElement) {
  const probe = element.appendChild(document.createElement('span'));
  const color = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = { accent: color('accent'), soft: color('soft'), line: color('line') };
  probe.remove();
  return colors;
}
