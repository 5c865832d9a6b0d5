// Calls that the engine does not model, by argument.
#include <dlfcn.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>

int main(int, char** argv) {
  const auto is = [argv](const char* name) { return std::strcmp(argv[1], name) == 0; };
  char byte = 0;
  int ends[2];
  if (is("fork")) return fork() == 0 ? 0 : 1;
  if (is("poll")) return poll(nullptr, 0, 1000);
  if (is("system")) return std::system("true");
  if (is("execv")) return execv("/bin/true", argv);
  if (is("dlopen")) return dlopen("libm.so.6", RTLD_NOW) == nullptr;
  if (is("chdir")) return chdir("/");
  if (is("pause")) return pause();
  if (is("read")) {
    if (pipe(ends) != 0) return 1;
    std::thread writer([&] { write(ends[1], "x", 1); });
    const bool got = read(ends[0], &byte, 1) == 1;
    writer.join();
    return got ? 0 : 1;
  }
  if (is("recv")) {
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
    return recv(ends[0], &byte, 1, 0) == 1 ? 0 : 1;
  }
  if (is("ready")) {  // what would not block is allowed
    if (pipe(ends) != 0 || write(ends[1], "x", 1) != 1 || read(ends[0], &byte, 1) != 1) return 1;
    close(ends[0]);
    close(ends[1]);
    return 0;
  }
  return 0;
}
