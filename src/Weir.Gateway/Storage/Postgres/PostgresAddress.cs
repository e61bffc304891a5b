using System.Globalization;
using Npgsql;

namespace Weir.Gateway.Storage.Postgres;

/// <summary>A database's address, as libpq writes it: <c>postgres://user:password@host:5432/database?sslmode=require</c>.</summary>
internal sealed class PostgresAddress
{
    /// <summary>Connections that one process opens at most, where the address says nothing else (<c>pool_size</c>).</summary>
    public const int DefaultPool = 20;

    private const string Remedy = "Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require, with % before two hexadecimal digits for what a URL has no room for.";

    private PostgresAddress(string connection, string display) => (Connection, Display) = (connection, display);

    /// <summary>For the driver; it holds the password.</summary>
    public string Connection { get; }

    /// <summary>For messages: without user, password and parameters.</summary>
    public string Display { get; }

    /// <summary>Whether a setting names a PostgreSQL server.</summary>
    public static bool IsOne(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <param name="secret">The password as it is, in place of what the address says; null leaves it to that.</param>
    /// <exception cref="StorageException">It is none. The message never shows it: there is a password in it.</exception>
    public static PostgresAddress Parse(string text, string? secret = null)
    {
        if (!IsOne(text)) throw Invalid("it does not begin with postgres://", Remedy);
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (query, path) = (After(ref rest, '?'), After(ref rest, '/'));
        var at = rest.LastIndexOf('@');
        var (login, hosts) = at < 0 ? ("", rest) : (rest[..at], rest[(at + 1)..]);
        var password = After(ref login, ':');
        var builder = new NpgsqlConnectionStringBuilder
        {
            Username = login.Length > 0 ? Decode(login) : Environment.UserName,
            ApplicationName = "weir",
            Timeout = 5,
            KeepAlive = 30,
            TcpKeepAlive = true,
            MaxPoolSize = DefaultPool,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = false,
            Enlist = false,
            // A report joins the ledger day by day; who waits for a lock longer than SQLite would is told so.
            Options = "-c lock_timeout=5s -c timezone=UTC -c enable_partitionwise_join=on",
        };
        if (password is not null) builder.Password = Decode(password);
        builder.Database = path is { Length: > 0 } ? Decode(path) : builder.Username;
        if (hosts.Length > 0) SetHosts(builder, hosts);
        foreach (var parameter in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries)) Set(builder, parameter);
        if (secret is not null) builder.Password = secret;
        if (string.IsNullOrEmpty(builder.Host)) builder.Host = "localhost";
        return new PostgresAddress(builder.ConnectionString, $"PostgreSQL database {builder.Database} at {Place(builder)}");
    }

    private static string Place(NpgsqlConnectionStringBuilder builder) =>
        builder.Host!.Contains(',') || builder.Host.StartsWith('/') || builder.Host.Contains(':') ? builder.Host : string.Create(CultureInfo.InvariantCulture, $"{builder.Host}:{builder.Port}");

    private static void SetHosts(NpgsqlConnectionStringBuilder builder, string hosts)
    {
        if (hosts.Contains(','))
        {
            builder.Host = string.Join(',', hosts.Split(',').Select(Decode));
            return;
        }
        // Within brackets an IPv6 address has colons of its own.
        var colon = hosts.LastIndexOf(':');
        if (colon > hosts.LastIndexOf(']'))
        {
            if (!int.TryParse(hosts.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
                throw Invalid("its port is no number from 1 to 65535", Remedy);
            (builder.Port, hosts) = (port, hosts[..colon]);
        }
        builder.Host = Decode(hosts).Trim('[', ']');
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string parameter)
    {
        var name = parameter;
        var value = Decode(After(ref name, '=') ?? "");
        try
        {
            switch (name)
            {
                case "sslmode": builder.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true); break;
                case "sslrootcert": builder.RootCertificate = value; break;
                case "sslcert": builder.SslCertificate = value; break;
                case "sslkey": builder.SslKey = value; break;
                case "host": builder.Host = value; break;
                case "port": builder.Port = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "user": builder.Username = value; break;
                case "password": builder.Password = value; break;
                case "dbname": builder.Database = value; break;
                case "passfile": builder.Passfile = value; break;
                case "application_name": builder.ApplicationName = value; break;
                case "connect_timeout": builder.Timeout = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "target_session_attrs": builder.TargetSessionAttributes = value; break;
                case "options": builder.Options += " " + value; break;
                case "pool_size": builder.MaxPoolSize = int.Parse(value, CultureInfo.InvariantCulture); break;
                default:
                    throw Invalid($"it has a parameter '{name}'", "Weir knows sslmode, sslrootcert, sslcert, sslkey, host, port, user, password, passfile, dbname, application_name, "
                        + "connect_timeout, target_session_attrs, options and pool_size.");
            }
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or OverflowException)
        {
            throw Invalid($"its parameter {name} has a value that it cannot have", $"Look up {name} in PostgreSQL's manual under connection parameters.");
        }
    }

    private static string? After(ref string text, char mark)
    {
        var at = text.IndexOf(mark);
        if (at < 0) return null;
        var after = text[(at + 1)..];
        text = text[..at];
        return after;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static StorageException Invalid(string what, string remedy) => new(StorageProblem.Invalid, $"the address of the PostgreSQL database cannot be read: {what}", remedy);
}
