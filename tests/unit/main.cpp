#include <cppunit/CompilerOutputter.h>
#include <cppunit/TestResult.h>
#include <cppunit/TestResultCollector.h>
#include <cppunit/TestRunner.h>
#include <cppunit/extensions/TestFactoryRegistry.h>

#include <cstdlib>
#include <exception>
#include <iostream>

/// Runs every registered suite, or the one test or suite named by the only argument.
/// Exit status: 0 all passed, 1 a test failed, 2 usage, an unknown name, or no test ran.
int main(int argc, char** argv) {
  if (argc > 2) {
    std::cerr << "usage: " << argv[0] << " [SUITE | SUITE::TEST]\n";
    return 2;
  }
  try {
    CppUnit::TestResult controller;
    CppUnit::TestResultCollector results;
    controller.addListener(&results);
    CppUnit::TestRunner runner;
    runner.addTest(CppUnit::TestFactoryRegistry::getRegistry().makeTest());
    runner.run(controller, argc == 2 ? argv[1] : "");

    if (results.runTests() == 0) {
      std::cerr << "no test ran\n";
      return 2;
    }
    if (!results.wasSuccessful()) {
      CppUnit::CompilerOutputter outputter(&results, std::cerr);
      outputter.setLocationFormat("%p:%l: ");
      outputter.write();
    }
    std::cout << results.runTests() << " tests, " << results.testFailuresTotal() << " failed\n";
    return results.wasSuccessful() ? EXIT_SUCCESS : EXIT_FAILURE;
  } catch (const std::exception& error) {
    std::cerr << "cannot run the tests: " << error.what() << '\n';
    return 2;
  }
}
