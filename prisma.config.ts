import { defineConfig } from 'prisma-cli/config';

// `prisma generate` asks for a schema-engine binary that it never runs, and would download it.
// Any existing file satisfies it; migrations use the WebAssembly engine (scripts/schema-engine.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma' });
