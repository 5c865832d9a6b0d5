__thread int shared_count;
#ifdef COUNT_OWN
static __thread int own_count;
int count_own(int n) { return own_count += n; }
#endif
#ifdef COUNT_SHARED
int count_shared(int n) { return shared_count += n; }
#endif
