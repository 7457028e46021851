#include "features/staff/staff_sql.hpp"

namespace masthead::staff::sql {

namespace {

#define MH_STAFF_COLUMNS                                                                           \
    " id, name, role, state, CASE WHEN totp_sealed = '' THEN 0 ELSE 1 END, reader_id,"             \
    " created_at_ms "

constexpr db::Query select_staff{"staff.find", "SELECT" MH_STAFF_COLUMNS R"sql(
    FROM staff
    WHERE id = ?
)sql"};

constexpr db::Query select_by_reader{"staff.by_reader", "SELECT" MH_STAFF_COLUMNS R"sql(
    FROM staff
    WHERE reader_id = ?
)sql"};

constexpr db::Query select_list{"staff.list", "SELECT" MH_STAFF_COLUMNS R"sql(
    FROM staff
    ORDER BY id
    LIMIT ?
)sql"};

constexpr db::Query insert{"staff.insert", R"sql(
    INSERT INTO staff (id, name, role, state, totp_sealed, totp_last_step, reader_id,
                       created_at_ms, changed_at_ms)
    VALUES (?, ?, ?, ?, '', 0, NULL, ?, ?)
)sql"};

constexpr db::Query update_role{"staff.set_role", R"sql(
    UPDATE staff
    SET role = ?,
        changed_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_state{"staff.set_state", R"sql(
    UPDATE staff
    SET state = ?,
        changed_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_reader{"staff.set_reader", R"sql(
    UPDATE staff
    SET reader_id = ?,
        changed_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query select_totp{"staff.totp", R"sql(
    SELECT totp_sealed, totp_last_step
    FROM staff
    WHERE id = ?
)sql"};

constexpr db::Query update_totp{"staff.set_totp", R"sql(
    UPDATE staff
    SET totp_sealed = ?,
        totp_last_step = ?
    WHERE id = ?
)sql"};

constexpr db::Query select_invitation{"staff_invitations.find", R"sql(
    SELECT staff_id, mail, expires_at_ms
    FROM staff_invitations
    WHERE token_hash = ?
)sql"};

constexpr db::Query select_invited{"staff_invitations.invited", R"sql(
    SELECT staff_id
    FROM staff_invitations
    WHERE mail_key = ?
)sql"};

constexpr db::Query select_invited_mail{"staff_invitations.mail", R"sql(
    SELECT mail
    FROM staff_invitations
    WHERE staff_id = ?
)sql"};

constexpr db::Query upsert_invitation{"staff_invitations.upsert", R"sql(
    INSERT INTO staff_invitations (staff_id, token_hash, mail, mail_key, expires_at_ms)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (staff_id) DO UPDATE SET token_hash = excluded.token_hash,
                                         mail = excluded.mail,
                                         mail_key = excluded.mail_key,
                                         expires_at_ms = excluded.expires_at_ms
)sql"};

constexpr db::Query delete_one_invitation{"staff_invitations.delete", R"sql(
    DELETE FROM staff_invitations
    WHERE staff_id = ?
)sql"};

constexpr db::Query end_one_invitation{"staff_invitations.end", R"sql(
    UPDATE staff_invitations
    SET expires_at_ms = 0
    WHERE staff_id = ?
)sql"};

constexpr db::Query insert_code{"staff_recovery_codes.insert", R"sql(
    INSERT INTO staff_recovery_codes (staff_id, code_hash)
    VALUES (?, ?)
)sql"};

constexpr db::Query delete_code{"staff_recovery_codes.delete", R"sql(
    DELETE FROM staff_recovery_codes
    WHERE staff_id = ?
      AND code_hash = ?
)sql"};

constexpr db::Query delete_codes{"staff_recovery_codes.delete_all", R"sql(
    DELETE FROM staff_recovery_codes
    WHERE staff_id = ?
)sql"};

constexpr db::Query select_code_count{"staff_recovery_codes.count", R"sql(
    SELECT COUNT(*)
    FROM staff_recovery_codes
    WHERE staff_id = ?
)sql"};

StaffMember read_staff(const db::Row& row)
{
    StaffMember member;
    member.id = row.id<StaffId>(0);
    member.name = row.string(1);
    member.role = row.as<Role>(2);
    member.state = row.as<StaffState>(3);
    member.has_totp = row.flag(4);
    member.reader = row.id<ReaderId>(5);
    member.created_at = row.time(6);
    return member;
}

} // namespace

std::optional<StaffMember> find_staff(db::Snapshot& snapshot, StaffId id)
{
    return snapshot.find(select_staff, {id}, read_staff);
}

std::optional<StaffMember> find_by_reader(db::Snapshot& snapshot, ReaderId reader)
{
    return snapshot.find(select_by_reader, {reader}, read_staff);
}

std::vector<StaffMember> list_staff(db::Snapshot& snapshot, int limit)
{
    return snapshot.list(select_list, {limit}, read_staff);
}

void insert_staff(db::Tx& tx, const StaffMember& member, Time now)
{
    tx.run(insert, {member.id, member.name, member.role, member.state, now, now});
}

void set_role(db::Tx& tx, StaffId id, Role role, Time now)
{
    tx.run(update_role, {role, now, id});
}

void set_state(db::Tx& tx, StaffId id, StaffState state, Time now)
{
    tx.run(update_state, {state, now, id});
}

void set_reader(db::Tx& tx, StaffId id, ReaderId reader, Time now)
{
    tx.run(update_reader, {reader, now, id});
}

std::optional<StoredTotp> find_totp(db::Snapshot& snapshot, StaffId id)
{
    return snapshot.find(select_totp, {id}, [](const db::Row& row) {
        return StoredTotp{row.string(0), row.integer(1)};
    });
}

void set_totp(db::Tx& tx, StaffId id, const StoredTotp& totp)
{
    tx.run(update_totp, {totp.sealed, totp.last_step, id});
}

std::optional<StoredInvitation> find_invitation(db::Snapshot& snapshot,
                                                const std::string& token_hash)
{
    return snapshot.find(select_invitation, {token_hash}, [](const db::Row& row) {
        return StoredInvitation{row.id<StaffId>(0), row.string(1), row.time(2)};
    });
}

std::optional<StaffId> find_invited(db::Snapshot& snapshot, std::string_view mail_key)
{
    return snapshot.find(select_invited, {mail_key},
                         [](const db::Row& row) { return row.id<StaffId>(0); });
}

std::string find_invited_mail(db::Snapshot& snapshot, StaffId staff)
{
    return snapshot
        .find(select_invited_mail, {staff}, [](const db::Row& row) { return row.string(0); })
        .value_or("");
}

void put_invitation(db::Tx& tx, const StoredInvitation& invitation, std::string_view mail_key,
                    const std::string& token_hash)
{
    tx.run(upsert_invitation,
           {invitation.staff, token_hash, invitation.mail, mail_key, invitation.expires_at});
}

void delete_invitation(db::Tx& tx, StaffId staff)
{
    tx.run(delete_one_invitation, {staff});
}

void end_invitation(db::Tx& tx, StaffId staff)
{
    tx.run(end_one_invitation, {staff});
}

void insert_recovery_code(db::Tx& tx, StaffId staff, const std::string& code_hash)
{
    tx.run(insert_code, {staff, code_hash});
}

std::int64_t delete_recovery_code(db::Tx& tx, StaffId staff, const std::string& code_hash)
{
    return tx.run(delete_code, {staff, code_hash});
}

void delete_recovery_codes(db::Tx& tx, StaffId staff)
{
    tx.run(delete_codes, {staff});
}

int count_recovery_codes(db::Snapshot& snapshot, StaffId staff)
{
    return static_cast<int>(snapshot.integer(select_code_count, {staff}));
}

} // namespace masthead::staff::sql
