void put(int value);
int take(void);
int made(void);
