# The plugin as one of Wireshark's own, in the folder plugins/epan/sipcodes of Wireshark's source: built with
# its compiler, flags and libraries, put where it puts its plugins, and installed with it. So it is built for
# Windows and macOS. There are no tests here, and nothing is linted.

include(WiresharkPlugin)

# Wireshark's flags are its own; -Werror is theirs where it is wanted.
function(sipcodes_strict target)
  separate_arguments(flags NATIVE_COMMAND "${WERROR_COMMON_FLAGS}")
  target_compile_options(${target} PRIVATE ${flags})
  set_target_properties(${target} PROPERTIES FOLDER "Plugins")
endfunction()

# Macros of Wireshark, which makes plugins of PLUGIN_FILES and keeps the details of each in variables.
macro(sipcodes_add_plugin)
  set_module_info(sipcodes ${PROJECT_VERSION_MAJOR} ${PROJECT_VERSION_MINOR} ${PROJECT_VERSION_PATCH} 0)
  add_wireshark_plugin_library(sipcodes epan)
  install_plugin(sipcodes epan)
endmacro()

add_library(sipcodes_glib INTERFACE)
target_include_directories(sipcodes_glib SYSTEM INTERFACE ${GLIB2_INCLUDE_DIRS})
target_link_libraries(sipcodes_glib INTERFACE ${GLIB2_LIBRARIES})

set(SIPCODES_BUILD_PLUGIN ON)
add_subdirectory(plugin)

# The findings link to their pages, which stay where the source is.
target_compile_definitions(sipcodes PRIVATE SIPCODES_DOCS="${PROJECT_SOURCE_DIR}/docs")
install(DIRECTORY plugin/profile/ DESTINATION "${CMAKE_INSTALL_DATADIR}/profiles/sipcodes")
