/* The manual-reset event of spec/events.md with interruption, for Spin. It cross-checks the C++ machine: one thread
 * waits, another signals it once the first is asleep, and the question is whether the wait can be lost.
 *
 * SIGNAL     0 set, 1 set then reset, 2 pulse
 * INTERRUPT  1: a sleeping thread may leave the waiters for a while, and a signal then does not release it
 *               (the liberties missed_set_reset and missed_pulse)
 *            0: every thread that waits is released by the signal itself (strict)
 * WAITERS    how many threads wait
 *
 * The verdict is that of the assertion: once nothing else can move, no thread that slept at the signal sleeps on. A
 * lost waiter also is an invalid end state, which pan -E leaves aside.
 */
#ifndef SIGNAL
#define SIGNAL 0
#endif
#ifndef INTERRUPT
#define INTERRUPT 0
#endif
#ifndef WAITERS
#define WAITERS 2
#endif
#define MOST_INTERRUPTS 2

mtype = { begun, waiting, borrowed, released, finished };

bool event_set = false;
mtype at[WAITERS] = begun;
byte interrupts = 0;
bool signalled = false;

/* Releases those among the waiters; a borrowed thread is not one of them. One step. */
inline release_waiters() {
  byte i = 0;
  do
  :: i < WAITERS ->
     if
     :: at[i] == waiting -> at[i] = released
     :: else -> skip
     fi;
     i++
  :: else -> break
  od
}

proctype waiter(byte me) {
  /* Test and joining the waiters are one step. */
  atomic {
    if
    :: event_set -> at[me] = released
    :: else -> at[me] = waiting
    fi
  }
  do
  :: atomic { at[me] == released -> at[me] = finished; break }
  :: atomic {
       INTERRUPT && at[me] == waiting && interrupts < MOST_INTERRUPTS ->
       at[me] = borrowed;
       interrupts++
     }
  :: atomic {
       at[me] == borrowed ->
       if
       :: event_set -> at[me] = released
       :: else -> at[me] = waiting
       fi
     }
  od
}

#define asleep(i) (at[i] == waiting || at[i] == borrowed)

proctype signaller() {
  /* All of them sleep before the signal is given. */
  byte k = 0;
  do
  :: k < WAITERS -> (asleep(k)); k++
  :: else -> break
  od;
#if SIGNAL == 2
  atomic { event_set = true; release_waiters(); event_set = false }
#else
  atomic { event_set = true; release_waiters() }
#if SIGNAL == 1
  event_set = false;
#endif
#endif
  signalled = true;
  /* When nothing else can move, nobody who slept at the signal may still sleep. */
  timeout -> {
    k = 0;
    do
    :: k < WAITERS -> assert(at[k] == finished); k++
    :: else -> break
    od
  }
}

init {
  atomic {
    byte n = 0;
    do
    :: n < WAITERS -> run waiter(n); n++
    :: else -> break
    od;
    run signaller()
  }
}
