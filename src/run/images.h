#pragma once

#include <vector>

namespace selvage::run {

/// The constructors and destructors of the images that an execution runs anew: the executable and the shared
/// libraries that were linked by selvage-cc. Other libraries are constructed once, by the dynamic linker.
class program_images {
 public:
  using constructor = void (*)(int, char**, char**);
  using destructor = void (*)();

  /// Takes the libraries back to where they were before their constructors ran, and the globals of everything as
  /// what each execution begins with. Call it before the executable's constructors, never in control.
  program_images();

  /// In control: in the order of the dynamic linker.
  void construct(int argc, char** argv, char** environment) const;
  /// In control: the functions of the images' fini arrays, in the reverse order.
  void destruct() const;

 private:
  std::vector<constructor> constructors_;
  std::vector<destructor> destructors_;
};

/// Remembers the globals of the libraries that will be constructed anew. Call it from a constructor that runs before
/// theirs.
void remember_unconstructed_libraries();

}  // namespace selvage::run
