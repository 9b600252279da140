# Ends an installation with one sentence where it would give a user two copies of the plugin, or write over
# that of a package: SIPCODES_OTHER_COPY and SIPCODES_OWN_COPY.
# A line that begins with a blank is not wrapped.

if(EXISTS "${SIPCODES_OTHER_COPY}")
  message(FATAL_ERROR " sipcodes: remove ${SIPCODES_OTHER_COPY} first")
endif()

find_program(SIPCODES_DPKG_QUERY dpkg-query)
if(SIPCODES_DPKG_QUERY AND EXISTS "${SIPCODES_OWN_COPY}")
  execute_process(COMMAND "${SIPCODES_DPKG_QUERY}" --search "${SIPCODES_OWN_COPY}"
    OUTPUT_VARIABLE found ERROR_QUIET)
  if(found MATCHES "^([^:]+):")
    message(FATAL_ERROR " sipcodes: remove the package ${CMAKE_MATCH_1} first")
  endif()
endif()
