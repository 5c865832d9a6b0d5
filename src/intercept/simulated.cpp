#include "src/intercept/simulated.h"

#include <fcntl.h>
#include <poll.h>

#include <string>

#include "src/intercept/next.h"

namespace selvage::intercept {

void must_not_block(int number, short events, const char* function) noexcept {
  if (!rt.in_control()) return;
  const control c;
  pollfd p{.fd = number, .events = events, .revents = 0};
  if (SELVAGE_NEXT(poll)(&p, 1, 0) != 0) return;  // ready, or an error that the call itself will report
  const int flags = fcntl(number, F_GETFL);
  if (flags < 0 || (flags & O_NONBLOCK) != 0) return;
  rt.stop(engine::ending::unsupported, std::string(function) + " of file descriptor " + std::to_string(number) +
                                           " would block, which the engine does not model");
}

}  // namespace selvage::intercept
