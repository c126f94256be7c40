import { Rotation } from './rotation.tsx';
import { Versions } from './versions.tsx';

/** The versions of the key, and when it gets new ones. */
export const VersionsPart = () => (
  <>
    <Rotation />
    <Versions />
  </>
);
