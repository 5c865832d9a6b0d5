// Calls that the engine does not model, by argument.
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace {

// A real one: both ends in one descriptor.
int named_pipe() {
  mkfifo("fifo", 0600);
  return open("fifo", O_RDWR);
}

}  // namespace

int main(int, char** argv) {
  const auto is = [argv](const char* name) { return std::strcmp(argv[1], name) == 0; };
  char byte = 0;
  int ends[2];
  if (is("fork")) return fork() == 0 ? 0 : 1;
  if (is("poll")) {
    pollfd input{.fd = named_pipe(), .events = POLLIN, .revents = 0};
    return poll(&input, 1, 1000);
  }
  if (is("system")) return std::system("true");
  if (is("execv")) return execv("/bin/true", argv);
  if (is("dlopen")) return dlopen("libm.so.6", RTLD_NOW) == nullptr;
  if (is("chdir")) return chdir("/");
  if (is("pause")) return pause();
  if (is("select")) {
    const int input = named_pipe();
    fd_set inputs;
    FD_ZERO(&inputs);
    FD_SET(input, &inputs);
    return select(input + 1, &inputs, nullptr, nullptr, nullptr);
  }
  if (is("epoll_ctl")) {
    epoll_event e{};
    return epoll_ctl(epoll_create1(0), EPOLL_CTL_ADD, named_pipe(), &e);
  }
  if (is("sigwait")) {
    sigset_t none;
    sigemptyset(&none);
    int got = 0;
    return sigwait(&none, &got);
  }
  if (is("pthread_kill")) return pthread_kill(pthread_self(), SIGUSR1);
  if (is("clone")) {
    alignas(16) static char stack[65536];
    return clone([](void*) { return 0; }, stack + sizeof stack, CLONE_VM | SIGCHLD, nullptr) == -1;
  }
  if (is("SYS_clone")) return syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr) == -1;
  if (is("SYS_pause")) return static_cast<int>(syscall(SYS_pause));
  if (is("write")) {
    const int file = named_pipe();
    static char page[4096];
    while (write(file, page, sizeof page) > 0) {
    }
    return 1;
  }
  if (is("flock")) {
    const int one = open("locked", O_RDWR | O_CREAT, 0600), two = open("locked", O_RDWR);
    flock(one, LOCK_EX);
    return flock(two, LOCK_EX);
  }
  if (is("raise")) {
    static volatile sig_atomic_t seen = 0;
    std::signal(SIGUSR1, [](int) { seen = 1; });
    raise(SIGUSR1);
    return seen == 1 ? 0 : 1;
  }
  if (is("kill")) {
    static volatile sig_atomic_t seen = 0;
    std::signal(SIGUSR1, [](int) { seen = 1; });
    kill(getpid(), SIGUSR1);
    return seen == 1 ? 0 : 1;
  }
  if (is("atexit")) {
    static int order = 0;
    std::thread([] { std::atexit([] { if (order++ != 1) std::abort(); }); }).join();
    std::atexit([] { if (order++ != 0) std::abort(); });
    return 0;
  }
  if (is("read")) return read(named_pipe(), &byte, 1) == 1 ? 0 : 1;
  if (is("recv")) return recv(socket(AF_UNIX, SOCK_DGRAM, 0), &byte, 1, 0) == 1 ? 0 : 1;
  if (is("ready")) {  // what would not block is allowed
    if (pipe(ends) != 0 || write(ends[1], "x", 1) != 1 || read(ends[0], &byte, 1) != 1) return 1;
    close(ends[0]);
    close(ends[1]);
    return 0;
  }
  return 0;
}
