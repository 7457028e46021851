# Features in dependency order, then the surfaces, then the roof: a library may only link what
# stands above it here, which is the layering rule of ARCHITECTURE.md seen by the linker.
masthead_module(feature_settings src/features/settings mh_db Boost::json)
masthead_module(feature_media src/features/media mh_db)
masthead_module(feature_redirects src/features/redirects mh_db)
masthead_module(feature_readers src/features/readers mh_db)
masthead_module(feature_stories src/features/stories mh_db mh_text)
masthead_module(feature_comments src/features/comments mh_feature_stories mh_feature_readers mh_db)
masthead_module(wordpress_body src/surfaces/transfer/wordpress_body mh_text)
