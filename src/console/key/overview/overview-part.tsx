import { useOpenedKey } from '../opened-key.ts';
import { Aliases } from './aliases.tsx';
import { Description } from './description.tsx';
import { KeyFacts } from './key-facts.tsx';
import { Material } from './material.tsx';
import { Protection } from './protection.tsx';
import { Tags } from './tags.tsx';

/** What the key is, what it is called, and what protects it. */
export function OverviewPart() {
  const { origin } = useOpenedKey().key;
  return (
    <div className="key-columns">
      <div>
        <Description />
        <KeyFacts />
        {origin === 'EXTERNAL' && <Material />}
        <Protection />
      </div>
      <div>
        <Aliases />
        <Tags />
      </div>
    </div>
  );
}
