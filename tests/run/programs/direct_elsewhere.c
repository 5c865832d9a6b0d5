// As direct.c, of a variable that another file defines.
extern __thread int shared_count;
int count_shared(int n) { return shared_count += n; }
