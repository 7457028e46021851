#pragma once

#include "surfaces/site/page_view.hpp"

/// One function a page: each reads what it shows and names the template.
namespace masthead::site {

web::Response home_page(Pages& pages, const web::Request& request);
web::Response river_page(Pages& pages, const web::Request& request); ///< page 2 on of all stories
web::Response section_page(Pages& pages, const web::Request& request);
web::Response topic_page(Pages& pages, const web::Request& request);
web::Response author_page(Pages& pages, const web::Request& request);
web::Response archive_page(Pages& pages, const web::Request& request);
web::Response month_page(Pages& pages, const web::Request& request);
web::Response story_page(Pages& pages, const web::Request& request);
web::Response comment_page(Pages& pages, const web::Request& request); ///< a permalink
web::Response thread_page(Pages& pages, const web::Request& request);
web::Response changed_page(Pages& pages, const web::Request& request); ///< comments by id
web::Response old_address_page(Pages& pages, const web::Request& request); ///< redirect or 404
web::Response brand_style(Pages& pages, const web::Request& request);

} // namespace masthead::site
