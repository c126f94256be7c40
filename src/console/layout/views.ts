import { type ComponentType, lazy } from 'react';

/** A view: its path below /console, the name of its texts, and its component, which is loaded when it is opened. */
interface View {
  readonly path: string;
  readonly texts: 'keys' | 'create' | 'tryIt' | 'access' | 'audit' | 'service';
  readonly component: ComponentType;
}

/** The views of the navigation. */
export const VIEWS: readonly View[] = [
  { path: '/', texts: 'keys', component: lazy(() => import('../keys/keys.tsx')) },
  { path: '/create', texts: 'create', component: lazy(() => import('../create/create.tsx')) },
  { path: '/try', texts: 'tryIt', component: lazy(() => import('../try/try-it.tsx')) },
  { path: '/access/*?', texts: 'access', component: lazy(() => import('../access/access.tsx')) },
  { path: '/audit', texts: 'audit', component: lazy(() => import('../audit/audit.tsx')) },
  { path: '/service', texts: 'service', component: lazy(() => import('../service/service.tsx')) },
];

/** One key: `/keys/<key id>`. */
export const KeyView = lazy(() => import('../key/key.tsx'));

/** The import of key material: `/keys/<key id>/import`. */
export const ImportView = lazy(() => import('../import/import.tsx'));
