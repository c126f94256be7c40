import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Keywright must allow the address of this server: KEYWRIGHT_ALLOWED_ORIGINS=http://localhost:5173
export default defineConfig({
  plugins: [react()],
  server: { port: 5173, strictPort: true },
});
