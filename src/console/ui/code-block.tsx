import { CopyButton } from './copy-button.tsx';

/** Code or JSON to read and to copy. @param label what it is */
export const CodeBlock = ({ code, label }: { readonly code: string; readonly label: string }) => (
  <figure className="code-block">
    <figcaption>
      <span>{label}</span>
      <CopyButton text={code} label={label} />
    </figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled with the keyboard */}
    <section className="code-scroller" aria-label={label} tabIndex={0}>
      <pre>
        <code>{code}</code>
      </pre>
    </section>
  </figure>
);
