#include "features/readers/reserved_names.hpp"

#include "features/readers/name_looks.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace masthead::readers {

namespace {

// Refused as any word of a name.
constexpr std::string_view offices[] = {
    "staff",         "newsroom",       "editor",         "editors",         "editorial",
    "moderator",     "moderators",     "moderation",     "admin",           "admins",
    "administrator", "administrators", "webmaster",      "redaktion",       "redakteur",
    "redakteurin",   "chefredaktion",  "moderatorin",    "administratorin", "rédaction",
    "rédacteur",     "modérateur",     "administrateur", "redacción",       "moderador",
    "administrador", "إدارة",          "الإدارة",        "المشرف",          "مشرف",
    "المحرر",        "التحرير",
};

// Refused as the whole of a name.
constexpr std::string_view nobodies[] = {
    "deleted",  "anonymous", "guest",       "system",   "support", "security",
    "root",     "official",  "everyone",    "nobody",   "reader",  "readers",
    "mod",      "mods",      "the editors", "gelöscht", "anonym",  "gast",
    "supprimé", "anonyme",   "eliminado",   "anónimo",  "محذوف",   "مجهول",
};

// Looser than for two readers' names: "Adm1n" and "AdmIn" speak for nobody. The list is short, so
// that i and l may be one letter here.
std::string loose_key(std::string_view text)
{
    auto key = look_alike_key(text);
    std::replace(key.begin(), key.end(), 'i', 'l');
    return key;
}

template <class Words>
std::unordered_set<std::string> keys_of(const Words& words)
{
    std::unordered_set<std::string> keys;
    for (const auto word : words)
        keys.insert(loose_key(word));
    return keys;
}

} // namespace

bool is_reserved_name(std::string_view name)
{
    static const auto office_keys = keys_of(offices);
    static const auto nobody_keys = keys_of(nobodies);
    const auto whole = loose_key(name);
    if (nobody_keys.contains(whole) || office_keys.contains(whole))
        return true;
    std::string word;
    const auto is_office = [&] { return !word.empty() && office_keys.contains(loose_key(word)); };
    for (const char c : name) {
        const bool parts =
            std::string_view{" .,-_'()[]|:;!?*#+/&"}.find(c) != std::string_view::npos;
        if (!parts) {
            word += c;
            continue;
        }
        if (is_office())
            return true;
        word.clear();
    }
    return is_office();
}

} // namespace masthead::readers
