# Features in dependency order, then the surfaces, then the roof: a library may only link what
# stands above it here, which is the layering rule of ARCHITECTURE.md seen by the linker.
