# Programs that `make bench` runs; built by `ninja benchmarks`, never by default.
add_executable(draw_pages EXCLUDE_FROM_ALL benchmarks/draw_pages.cpp)
target_link_libraries(draw_pages PRIVATE mh_site mh_sqlite mh_embedded PkgConfig::DEFLATE)
add_executable(following_pages EXCLUDE_FROM_ALL benchmarks/following_pages.cpp)
target_link_libraries(following_pages PRIVATE mh_forum mh_sqlite mh_embedded)
add_executable(handlebars_benchmark EXCLUDE_FROM_ALL benchmarks/handlebars_benchmark.cpp)
target_link_libraries(handlebars_benchmark PRIVATE mh_handlebars benchmark)
add_executable(post_comments EXCLUDE_FROM_ALL benchmarks/post_comments.cpp)
target_link_libraries(post_comments PRIVATE mh_feature_comments mh_sqlite mh_embedded)
add_executable(word_list_benchmark EXCLUDE_FROM_ALL benchmarks/word_list_benchmark.cpp)
target_link_libraries(word_list_benchmark PRIVATE mh_feature_moderation benchmark)
add_executable(live_connections EXCLUDE_FROM_ALL benchmarks/live_connections.cpp)
add_custom_target(benchmarks DEPENDS draw_pages following_pages handlebars_benchmark word_list_benchmark
                                     post_comments live_connections)
