#include "features/readers/display_name.hpp"

#include "core/base/text.hpp"
#include "core/text/unicode_forms.hpp"
#include "features/readers/name_looks.hpp"
#include "features/readers/reader_sql.hpp"
#include "features/readers/reserved_names.hpp"
#include "features/settings/newsroom.hpp"

namespace masthead::readers {

namespace {

// Four bytes a character and a few marks: what is longer is not worth a look.
constexpr std::size_t name_bytes_max = name_characters_max * 16;

// A shorter title stands in many names by chance: "News" in Newsom.
constexpr std::size_t contained_title_bytes_min = 6;

std::string fold_spaces(std::string_view text)
{
    std::string out;
    for (const char c : trim(text)) {
        if (c != ' ' || out.empty() || out.back() != ' ')
            out += c;
    }
    return out;
}

bool is_like_address(std::string_view name)
{
    return name.find_first_of("@/\\<>") != std::string_view::npos ||
           to_lower_ascii(name).find("www.") != std::string::npos;
}

// The newsroom itself, or one of its authors; whoever is that author may bear the name.
bool is_of_the_newsroom(db::Snapshot& snapshot, const NameForm& name, ReaderId self)
{
    const auto title = look_alike_key(settings::load_newsroom(snapshot).title);
    if (name.key == title ||
        (title.size() >= contained_title_bytes_min && name.key.find(title) != std::string::npos))
        return true;
    const auto mine = self ? find_reader(snapshot, self) : std::nullopt;
    for (const auto& author : sql::list_authors(snapshot)) {
        if (mine && mine->author == author.id)
            continue;
        if (look_alike_key(author.name) == name.key || look_alike_drawing(author.name) == name.look)
            return true;
    }
    return false;
}

} // namespace

Result<NameForm> read_display_name(std::string_view name)
{
    if (name.size() > name_bytes_max)
        return refuse(Refusal::invalid, "reader.name_too_long");
    if (hides_characters(name))
        return refuse(Refusal::invalid, "reader.name_hidden_characters");
    NameForm form;
    form.shown = fold_spaces(to_nfkc(name));
    const auto characters = count_characters(form.shown);
    if (characters < name_characters_min || !has_letter(form.shown))
        return refuse(Refusal::invalid, "reader.name_too_short");
    if (characters > name_characters_max)
        return refuse(Refusal::invalid, "reader.name_too_long");
    if (hides_characters(form.shown))
        return refuse(Refusal::invalid, "reader.name_hidden_characters");
    if (is_like_address(form.shown))
        return refuse(Refusal::invalid, "reader.name_like_address");
    if (!is_of_one_writing(form.shown))
        return refuse(Refusal::invalid, "reader.name_mixed_scripts");
    if (is_reserved_name(form.shown))
        return refuse(Refusal::invalid, "reader.name_reserved");
    form.key = look_alike_key(form.shown);
    form.look = look_alike_drawing(form.shown);
    return form;
}

std::string name_key_of(std::string_view name)
{
    return look_alike_key(name.substr(0, name_bytes_max));
}

Result<NameForm> check_display_name(db::Snapshot& snapshot, std::string_view name, ReaderId self)
{
    auto form = read_display_name(name);
    if (!form)
        return form;
    if (is_of_the_newsroom(snapshot, *form, self))
        return refuse(Refusal::invalid, "reader.name_reserved");
    const auto holder = sql::find_name_holder(snapshot, form->key, form->look, self);
    if (holder)
        return refuse(Refusal::conflict, "reader.name_taken");
    return form;
}

} // namespace masthead::readers
