# What every target is compiled with, and how the plugin is made of its files, where this is a project of
# its own. InWireshark.cmake has the same functions for a folder of Wireshark's source.

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(SIPCODES_SANITIZE)
  add_compile_options(-fsanitize=${SIPCODES_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SIPCODES_SANITIZE})
endif()

if(SIPCODES_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

# How many states clang's analyzer follows through a function before it gives up. Its own default of
# 225000 makes most of the time of a build with linters.
set(SIPCODES_LINT_STATES 50000 CACHE STRING "States that clang-tidy's analyzer follows in a function")

if(SIPCODES_LINT)
  find_program(CLANG_TIDY clang-tidy REQUIRED)
  find_program(CPPCHECK cppcheck REQUIRED)
  foreach(word IN ITEMS -Xclang -analyzer-config -Xclang max-nodes=${SIPCODES_LINT_STATES})
    list(APPEND CLANG_TIDY --extra-arg=${word})
  endforeach()
endif()

# The warnings of this project for one of its targets. Newer compilers make errors of the two
# that older ones only warn of.
function(sipcodes_strict target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Wcast-qual -Wwrite-strings -Wundef
    -Werror=incompatible-pointer-types -Werror=implicit-function-declaration
    $<$<BOOL:${SIPCODES_WERROR}>:-Werror>)
  if(SIPCODES_LINT)
    set_target_properties(${target} PROPERTIES
      C_CLANG_TIDY "${CLANG_TIDY};--quiet"
      C_CPPCHECK "${CPPCHECK};--quiet;--enable=warning,style,performance,portability;--inline-suppr;--suppress=missingIncludeSystem;--suppress=unusedStructMember;--error-exitcode=1")
  endif()
endfunction()

# Makes the target sipcodes of PLUGIN_FILES. WIRESHARK_PLUGIN_DIR=<build>/plugins finds the plugin there:
# nothing need be copied to run it.
function(sipcodes_add_plugin)
  message(STATUS "Plugin for Wireshark ${Wireshark_VERSION}")
  add_library(sipcodes MODULE ${PLUGIN_FILES})
  set_target_properties(sipcodes PROPERTIES
    PREFIX ""
    LIBRARY_OUTPUT_DIRECTORY
      "${CMAKE_BINARY_DIR}/plugins/${Wireshark_MAJOR_VERSION}.${Wireshark_MINOR_VERSION}/epan")
endfunction()
