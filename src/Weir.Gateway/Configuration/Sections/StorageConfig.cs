using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>The <c>storage</c> section.</summary>
internal sealed class StorageConfig : ConfigSection
{
    [Setting("A PostgreSQL database that holds everything: postgres://USER:PASSWORD@HOST:PORT/DATABASE, with libpq's parameters behind a question mark. Without it all is in one SQLite file in the data directory.", Default = "the file weir.db in the data directory", Example = "postgres://weir:${WEIR_DB_PASSWORD}@db.internal:5432/weir?sslmode=verify-full", NeedsRestart = true)]
    public Secret? Database { get; set; }

    [Setting("The database's password, where the address has none; it is taken as it is, and needs no %.", Example = "file:/run/secrets/weir-db", NeedsRestart = true)]
    public Secret? Password { get; set; }
}
