# Where the plugin and the profile go: into the folders in which Wireshark looks for them, of the
# whole machine or, with SIPCODES_INSTALL_PERSONAL, of the user alone. The documentation goes where the
# plugin finds it, so that each finding can link to its page.

set(wireshark_minor "${Wireshark_MAJOR_VERSION}.${Wireshark_MINOR_VERSION}")

# A plugin outside of Wireshark's own prefix is never found. The prefix is remembered, so that a
# build folder that changes its mind gets another one, unless someone has asked for a certain one.
if(SIPCODES_INSTALL_PERSONAL)
  set(prefix "$ENV{HOME}")
  set(plugin_folder ".local/lib/wireshark/plugins/${wireshark_minor}")
  set(profile_folder ".config/wireshark/profiles")
  set(docs_folder ".local/share/doc/sipcodes")
  set(local_folder ".local/")
else()
  set(prefix "${Wireshark_INSTALL_PREFIX}")
  set(plugin_folder "${Wireshark_PLUGIN_LIBDIR}")
  set(profile_folder "share/wireshark/profiles")
  set(docs_folder "${SIPCODES_DOCS_FOLDER}")
  set(local_folder "")
endif()
if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT OR CMAKE_INSTALL_PREFIX STREQUAL SIPCODES_OWN_PREFIX)
  set(CMAKE_INSTALL_PREFIX "${prefix}" CACHE PATH "Where to install" FORCE)
  set(SIPCODES_OWN_PREFIX "${prefix}" CACHE INTERNAL "The prefix that was not asked for")
endif()

# Of two copies with one name Wireshark loads that of all users, and complains of the other at each start.
# So no second one is installed beside the first, nor one over a package's. Whatever is to be packaged, or
# goes elsewhere, is nobody's copy yet.
if(SIPCODES_INSTALL_PERSONAL)
  set(other_copy "${Wireshark_INSTALL_PREFIX}/${Wireshark_PLUGIN_LIBDIR}/epan/sipcodes.so")
else()
  set(other_copy "$ENV{HOME}/.local/lib/wireshark/plugins/${wireshark_minor}/epan/sipcodes.so")
endif()
install(CODE "
  if(\"\$ENV{DESTDIR}\" STREQUAL \"\" AND CMAKE_INSTALL_PREFIX STREQUAL \"${prefix}\")
    set(SIPCODES_OTHER_COPY \"${other_copy}\")
    set(SIPCODES_OWN_COPY \"\${CMAKE_INSTALL_PREFIX}/${plugin_folder}/epan/sipcodes.so\")
    include(\"${CMAKE_CURRENT_LIST_DIR}/OneCopy.cmake\")
  endif()" COMPONENT check)

install(TARGETS sipcodes LIBRARY DESTINATION "${plugin_folder}/epan")
install(DIRECTORY plugin/profile/ DESTINATION "${profile_folder}/sipcodes")
install(DIRECTORY docs/ DESTINATION "${docs_folder}" PATTERN generate EXCLUDE PATTERN man EXCLUDE)
install(FILES docs/man/sipcodes.7 DESTINATION "${local_folder}share/man/man7")
install(FILES docs/man/sipcodes-batch.1 DESTINATION "${local_folder}share/man/man1")
# The program finds its package by the way from bin to share.
install(PROGRAMS batch/sipcodes-batch DESTINATION "${local_folder}bin")
install(DIRECTORY batch/sipcodes_batch DESTINATION "${local_folder}share/sipcodes"
  PATTERN __pycache__ EXCLUDE)
target_compile_definitions(sipcodes PRIVATE
  SIPCODES_DOCS="${CMAKE_INSTALL_PREFIX}/${docs_folder}")
# What was installed is listed in the build folder, by cmake, at the end. A list that root has left
# there the user may not write to, but may replace.
install(CODE "
  file(REMOVE \"${CMAKE_BINARY_DIR}/install_manifest.txt\")
  message(STATUS \"Plugin for Wireshark ${wireshark_minor}: \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${plugin_folder}\")
  message(STATUS \"Documentation: \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${docs_folder}\")
  message(STATUS \"Profile: \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${profile_folder}/sipcodes, for wireshark -C sipcodes\")")

# Removes what the last installation out of this build folder has put anywhere, and folders that are empty then.
add_custom_target(uninstall
  COMMAND ${CMAKE_COMMAND} -DMANIFEST=${CMAKE_BINARY_DIR}/install_manifest.txt
    -P "${CMAKE_CURRENT_LIST_DIR}/Uninstall.cmake")
