using System.Diagnostics;
using Weir.Gateway.Storage.Postgres;

namespace Weir.Testing;

/// <summary>
/// A PostgreSQL server of the test run, on a socket in a directory of its own, and a database for each test that wants one. It ends with
/// the process, however that ends: its keeper reads from a pipe that closes then.
/// </summary>
internal sealed class PostgresServer
{
    /// <summary>The password of <c>locked_out</c>, the one user who needs one.</summary>
    public const string Password = "p@ss/word";

    private static readonly Lazy<PostgresServer> Started = new(() => new PostgresServer());

    private static int _databases;

    private readonly string _directory = Directory.CreateTempSubdirectory("weir-pg-").FullName;
    private readonly Process _keeper;
    private readonly Lazy<string> _template;

    private PostgresServer()
    {
        var binaries = Binaries ?? throw new InvalidOperationException(Missing);
        var data = Path.Combine(_directory, "data");
        // PostgreSQL refuses to run as root. A collation that does not go by bytes shows whether an order counts on it.
        var become = Environment.UserName == "root" ? "chown nobody . && exec setpriv --reuid=nobody --clear-groups --no-new-privs " : "exec ";
        Shell($"cd {_directory} && {become}{binaries}/initdb -D {data} -U weir -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US -A trust -N");
        var options = $"-k {_directory} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=32MB -c log_min_messages=fatal";
        _keeper = Process.Start(new ProcessStartInfo("sh")
        {
            ArgumentList =
            {
                "-c",
                // Nobody's child, so that a runner that ends all of its children leaves it to clean up.
                $"exec 3<&0; (cd {_directory}; ({become}{binaries}/postgres -D {data} {options}) >log 2>&1 3<&- & "
                + $"cat <&3 >/dev/null; kill -QUIT $(head -1 {data}/postmaster.pid); wait; rm -rf {_directory}) &",
            },
            RedirectStandardInput = true,
            UseShellExecute = false,
        })!;
        var hba = Path.Combine(data, "pg_hba.conf");
        Shell($"printf 'local all locked_out scram-sha-256\\nlocal all all trust\\n' > {hba}");
        Shell($"for i in $(seq 200); do {binaries}/pg_isready -q -h {_directory} -U weir && exit 0; sleep 0.05; done; cat {_directory}/log; exit 1");
        Run($"CREATE ROLE locked_out LOGIN PASSWORD '{Password}'");
        _template = new Lazy<string>(MakeTemplate);
    }

    /// <summary>The run's server, started when it is first asked for.</summary>
    public static PostgresServer Instance => Started.Value;

    /// <summary>Why there is none; null where there is one.</summary>
    public static string? Missing { get; } = Find() is null
        ? "PostgreSQL's server programs (initdb, postgres; Debian: postgresql) are not installed, or WEIR_TEST_POSTGRES does not name their directory"
        : null;

    private static string? Binaries => Find();

    /// <summary>A database of Weir's schema that nothing was written to.</summary>
    /// <returns>Its address.</returns>
    public string NewDatabase() => NewDatabase($" TEMPLATE {_template.Value}");

    /// <summary>A database without any table.</summary>
    /// <returns>Its address.</returns>
    public string NewEmptyDatabase() => NewDatabase("");

    /// <summary>A database without any table that belongs to <c>locked_out</c>, who has to give a <see cref="Password"/>.</summary>
    /// <returns>Its address, without the password.</returns>
    public string NewOwnDatabase()
    {
        var name = NameIn(NewEmptyDatabase());
        Run($"ALTER DATABASE {name} OWNER TO locked_out");
        return Address(name, "locked_out");
    }

    /// <summary>The database's name in its address.</summary>
    public static string NameIn(string address) => address.Split('/')[3].Split('?')[0];

    /// <summary>Ends all sessions of a database.</summary>
    public void KillAll(string address) => Run($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{NameIn(address)}'");

    /// <summary>An address on this server.</summary>
    public string Address(string database, string user = "weir") => $"postgres://{user}@/{database}?host={Uri.EscapeDataString(_directory)}&pool_size=50";

    /// <summary>Runs a statement as the server's owner.</summary>
    public void Run(string sql, string database = "postgres")
    {
        using var connection = new Npgsql.NpgsqlConnection($"Host={_directory};Username=weir;Database={database};Pooling=false");
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Takes a database away, whoever has it open.</summary>
    public void Drop(string address) => Run($"DROP DATABASE IF EXISTS {NameIn(address)} WITH (FORCE)");

    private static string? Find()
    {
        var places = new List<string>();
        if (Environment.GetEnvironmentVariable("WEIR_TEST_POSTGRES") is { Length: > 0 } named) places.Add(named);
        places.AddRange((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        if (Directory.Exists("/usr/lib/postgresql"))
            places.AddRange(Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")));
        return places.Find(place => File.Exists(Path.Combine(place, "initdb")) && File.Exists(Path.Combine(place, "postgres")) && File.Exists(Path.Combine(place, "pg_isready")));
    }

    private static void Shell(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh") { ArgumentList = { "-c", script }, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var said = shell.StandardError.ReadToEndAsync();
        var printed = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        if (shell.ExitCode != 0) throw new InvalidOperationException($"{script}\nended with {shell.ExitCode}:\n{printed}\n{said.GetAwaiter().GetResult()}");
    }

    private string MakeTemplate()
    {
        Run("CREATE DATABASE weir_template");
        using (PostgresDatabase.OpenAt(PostgresAddress.Parse(Address("weir_template")), TimeProvider.System)) { }
        return "weir_template";
    }

    private string NewDatabase(string like)
    {
        var name = $"weir_{Interlocked.Increment(ref _databases)}";
        // A template is copied by one at a time.
        lock (_keeper) Run($"CREATE DATABASE {name}{like}");
        return Address(name);
    }
}
