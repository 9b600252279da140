# What every target is compiled with.

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

if(SIPCODES_LINT)
  find_program(CLANG_TIDY clang-tidy REQUIRED)
  find_program(CPPCHECK cppcheck REQUIRED)
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
