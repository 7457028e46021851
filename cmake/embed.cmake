# masthead_embed(TARGET PATTERNS...): puts the matching files into a library that defines
# masthead::embedded_files(). The bytes go in by .incbin, so even pictures cost no compile time.
function(masthead_embed target)
  set(files "")
  foreach(pattern ${ARGN})
    file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/${pattern})
    list(APPEND files ${found})
  endforeach()
  list(SORT files)
  set(assembly "    .section .rodata\n")
  set(declarations "")
  set(rows "")
  set(paths "")
  set(number 0)
  foreach(file ${files})
    string(APPEND assembly "    .global mh_embedded_${number}\n    .global mh_embedded_end_${number}\n"
           "mh_embedded_${number}:\n    .incbin \"${CMAKE_SOURCE_DIR}/${file}\"\nmh_embedded_end_${number}:\n    .byte 0\n")
    string(APPEND declarations "extern \"C\" const char mh_embedded_${number}[];\nextern \"C\" const char mh_embedded_end_${number}[];\n")
    string(APPEND rows "    {\"${file}\", {mh_embedded_${number}, static_cast<std::size_t>(mh_embedded_end_${number} - mh_embedded_${number})}},\n")
    list(APPEND paths ${CMAKE_SOURCE_DIR}/${file})
    math(EXPR number "${number} + 1")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",@progbits\n")
  set(directory ${CMAKE_BINARY_DIR}/embedded)
  file(GENERATE OUTPUT ${directory}/${target}.S CONTENT "${assembly}")
  file(GENERATE OUTPUT ${directory}/${target}.cpp CONTENT
"#include \"core/base/embedded.hpp\"
#include <vector>
${declarations}
std::span<const masthead::EmbeddedFile> masthead::embedded_files()
{
    static const std::vector<EmbeddedFile> files{
${rows}    };
    return files;
}
")
  set_source_files_properties(${directory}/${target}.S PROPERTIES OBJECT_DEPENDS "${paths}")
  add_library(${target} STATIC ${directory}/${target}.S ${directory}/${target}.cpp)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(${target} PUBLIC mh_base)
endfunction()
