// Thread-local variables as a compiler without -mno-tls-direct-seg-refs reaches them: through FS itself.
static __thread int own_count;
int count_own(int n) { return own_count += n; }
