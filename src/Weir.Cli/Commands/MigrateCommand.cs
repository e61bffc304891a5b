using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Moving;
using Weir.Gateway.Storage.Postgres;

namespace Weir.Cli.Commands;

/// <summary><c>weir migrate</c>: moves everything from the data directory's file to the configuration's PostgreSQL database.</summary>
internal static class MigrateCommand
{
    private static readonly Column[] Columns = [new("table"), new("rows", IsRight: true), new("copied", IsRight: true), new("parts", IsRight: true), new("checksum")];

    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "What everything is in: sqlite, the file of --data.", HelpName = "ENGINE", DefaultValueFactory = _ => "sqlite" };
        var to = new Option<string>("--to") { Description = "Where it goes: postgres, the database of storage.database.", HelpName = "ENGINE", DefaultValueFactory = _ => "postgres" };
        from.AcceptOnlyFromAmong("sqlite");
        to.AcceptOnlyFromAmong("postgres");
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "migrate",
            "Moves keys, calls, sums and budgets from the data directory's file to a PostgreSQL database.",
            "weir migrate --from sqlite --to postgres --config weir.yaml --data /var/lib/weir")
        {
            from, to, data, config, json,
        };
        command.Notes =
        [
            "The gateway may run on the file meanwhile; stop it and run this again, and what has come since is copied and all is compared.",
            "It can be stopped at any time and run again. Exit code 1: copied, but the gateway still runs, so that it is not finished.",
        ];
        command.SetAction((parsed, stop) => Task.Run(() => Run(DataPlace.Of(parsed), parsed.GetValue(json), stop), stop));
        return command;
    }

    private static int Run(StoragePlace place, bool json, CancellationToken stop)
    {
        if (place.Address is not { } address)
            throw new StartupException("the configuration names no database to move to", "Write storage.database: postgres://... into it, and name it with --config.");
        using var source = Database.Open(place.Directory, TimeProvider.System, create: false);
        using var target = PostgresDatabase.OpenAt(address, TimeProvider.System, forGateway: true, isTarget: true);
        using var alone = TryTake(place.Directory);
        Console.Error.WriteLine($"From {source.Path} to {target.Path}{(alone is null ? ", while a gateway runs on the file" : "")}.");
        var move = new DatabaseMove(source, target, TimeProvider.System);
        var moves = move.Pass(isLast: alone is not null, table => Console.Error.WriteLine($"{table.Table}: {table.Rows:N0} rows, {table.Copied:N0} copied"), stop);
        if (json) Console.Out.WriteLine(Json.Page(moves.Select(Row)));
        else Table.Write(Columns, [.. moves.Select(move => (string[])[move.Table, $"{move.Rows:N0}", $"{move.Copied:N0}", $"{move.Parts:N0}", move.Checksum[..16]])]);
        if (alone is null)
        {
            Console.Error.WriteLine("Copied. A gateway still writes the file: stop it and run this again, which copies what has come since and finishes.");
            return WeirCommand.No;
        }
        Console.Error.WriteLine($"Finished: counts and checksums of all {moves.Count} tables are equal. Start the gateway with this configuration; keep {source.Path} as a backup.");
        return WeirCommand.Done;
    }

    private static object Row(TableMove move) => new { table = move.Table, rows = move.Rows, copied = move.Copied, parts = move.Parts, checksum = move.Checksum };

    /// <summary>Keeps gateways from the file, unless one has it.</summary>
    private static DirectoryLock? TryTake(string directory)
    {
        try
        {
            return DirectoryLock.Take(directory);
        }
        catch (StorageException busy) when (busy.Problem == StorageProblem.Busy)
        {
            return null;
        }
    }
}
