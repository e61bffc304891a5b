using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Postgres;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>The database's address can be read. What is wrong is told without showing it: there may be a password in it.</summary>
internal sealed class StorageValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        if (config.Storage.Database is not { } address)
        {
            if (config.Storage.Password is not null)
                errors.Add(config.Storage, "password", "there is no database that it would be for.", "Write storage.database: postgres://USER@HOST/DATABASE, or leave it out.");
            return;
        }
        try
        {
            PostgresAddress.Parse(address.Reveal(), config.Storage.Password?.Reveal());
        }
        catch (StorageException unreadable)
        {
            errors.Add(config.Storage, "database", unreadable.Message + ".", unreadable.Remedy);
        }
    }
}
