# Features in dependency order, then the surfaces, then the roof: a library may only link what
# stands above it here, which is the layering rule of ARCHITECTURE.md seen by the linker.
masthead_module(feature_settings src/features/settings mh_db Boost::json)
masthead_module(feature_mail src/features/mail mh_db mh_text Boost::json)
masthead_module(feature_accounts src/features/accounts mh_feature_mail mh_crypto mh_text mh_db Boost::json)
masthead_module(feature_media src/features/media mh_db)
masthead_module(feature_redirects src/features/redirects mh_db)
masthead_module(feature_readers src/features/readers mh_feature_accounts mh_feature_mail
                mh_feature_settings mh_feature_media mh_crypto mh_text mh_db Boost::json)
masthead_module(feature_staff src/features/staff mh_feature_readers mh_feature_accounts
                mh_feature_mail mh_crypto mh_db Boost::json)
masthead_module(feature_moderation src/features/moderation mh_feature_staff mh_feature_readers
                mh_feature_mail mh_feature_settings mh_crypto mh_text mh_db Boost::json)
masthead_module(feature_stories src/features/stories mh_db mh_text)
masthead_module(feature_comments src/features/comments mh_feature_stories mh_feature_moderation
                mh_feature_staff mh_feature_readers mh_text mh_db Boost::json)
masthead_module(feature_follows src/features/follows mh_feature_comments mh_feature_stories
                mh_feature_readers mh_crypto mh_text mh_db Boost::json)
masthead_module(feature_notifications src/features/notifications mh_feature_follows mh_feature_comments
                mh_feature_stories mh_feature_moderation mh_feature_readers mh_feature_accounts
                mh_feature_mail mh_push mh_crypto mh_text mh_db Boost::json)
masthead_module(feature_privacy src/features/privacy mh_feature_notifications mh_feature_follows mh_feature_comments mh_feature_moderation
                mh_feature_readers mh_feature_accounts mh_feature_mail mh_db)
masthead_module(wordpress_body src/surfaces/transfer/wordpress_body mh_text Boost::json)
masthead_module(transfer src/surfaces/transfer mh_wordpress_body mh_text mh_db mh_images mh_fetch
                mh_feature_stories mh_feature_comments mh_feature_readers mh_feature_media
                mh_feature_redirects mh_feature_settings LibXml2::LibXml2 Boost::json)
if(TARGET transfer_tests)
  target_link_libraries(transfer_tests PRIVATE mh_sqlite)
  target_compile_definitions(transfer_tests PRIVATE
    MASTHEAD_WORDPRESS_FIXTURES="${CMAKE_SOURCE_DIR}/tests/newsroom/wordpress")
endif()
masthead_module(site src/surfaces/site mh_feature_follows mh_feature_stories mh_feature_comments mh_feature_moderation mh_feature_readers mh_feature_settings
                mh_feature_redirects mh_feature_media mh_handlebars mh_text mh_web mh_embedded Boost::json)
masthead_module(mailing src/surfaces/mailing mh_site mh_feature_notifications mh_feature_mail mh_feature_settings mh_mail mh_crypto
                mh_handlebars mh_embedded Boost::json)
masthead_module(notifying src/surfaces/notifying mh_site mh_feature_notifications mh_crypto mh_web
                Boost::json)
masthead_module(pushing src/surfaces/pushing mh_site mh_feature_notifications mh_feature_readers
                mh_feature_settings mh_push mh_crypto mh_web mh_embedded Boost::json)
masthead_module(forum src/surfaces/forum mh_site mh_feature_follows mh_feature_notifications mh_feature_comments mh_feature_moderation
                mh_feature_staff mh_feature_readers mh_feature_accounts mh_crypto mh_web Boost::json)
masthead_module(account src/surfaces/account mh_site mh_feature_follows mh_feature_notifications mh_feature_comments mh_feature_moderation
                mh_feature_readers mh_feature_accounts mh_feature_staff mh_crypto mh_webauthn mh_oidc
                mh_images mh_web Boost::json)
target_link_libraries(pushing_tests PRIVATE mh_account) # signs its browsers in
masthead_module(desk src/surfaces/desk mh_site mh_feature_comments mh_feature_moderation
                mh_feature_staff mh_feature_readers mh_feature_accounts mh_crypto mh_webauthn mh_web
                Boost::json)
masthead_module(live_stream src/surfaces/live_stream mh_site mh_feature_notifications mh_feature_comments mh_feature_readers
                mh_feature_accounts mh_feature_stories mh_web Boost::json)
masthead_module(app src/app mh_live_stream mh_notifying mh_pushing mh_forum mh_account mh_desk mh_mailing mh_feature_privacy mh_site mh_embedded mh_net mh_web mh_sqlite mh_images mh_text
                mh_feature_settings mh_feature_media mh_feature_comments Boost::json Boost::url
                tomlplusplus::tomlplusplus)
if(TARGET app_tests)
  target_compile_definitions(app_tests PRIVATE MASTHEAD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
endif()
masthead_module(backup src/app/backup mh_app mh_crypto mh_sqlite PkgConfig::ARCHIVE Boost::json)
masthead_module(cli src/app/cli mh_app mh_backup mh_transfer)
add_executable(masthead src/main.cpp)
target_link_libraries(masthead PRIVATE mh_cli mh_embedded)
