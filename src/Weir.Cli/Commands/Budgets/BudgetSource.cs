using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Weir.Cli.Commands.Faults;
using Weir.Gateway;
using Weir.Gateway.Budgets;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Commands.Budgets;

/// <summary>Where the figures come from: the database, or with <c>--live</c> a running gateway, which alone knows what calls under way have reserved.</summary>
internal sealed class BudgetSource
{
    private readonly Option<bool> _live = new("--live") { Description = "Ask the running gateway over its admin API, which knows what calls under way have reserved." };
    private readonly AdminOptions _admin = new();
    private readonly Option<string> _data = CommonOptions.Data();
    private readonly Option<string?> _config = CommonOptions.Config();

    /// <summary>Adds its options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_live);
        _admin.AddTo(command);
        command.Options.Add(_data);
        command.Options.Add(_config);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_admin.Json);

    /// <summary>All budgets.</summary>
    public async Task<JsonElement> ListAsync(ParseResult parsed)
    {
        if (!parsed.GetValue(_live)) return OnDisk(parsed, null, null);
        using var client = _admin.Client(parsed);
        return (await client.SendAsync(HttpMethod.Get, "budgets")).GetProperty("budgets");
    }

    /// <summary>One budget.</summary>
    /// <exception cref="StartupException">There is none of that name.</exception>
    public async Task<JsonElement> FindAsync(ParseResult parsed, string name, string? subject)
    {
        if (parsed.GetValue(_live))
        {
            using var client = _admin.Client(parsed);
            return await client.SendAsync(HttpMethod.Get, $"budgets/{Uri.EscapeDataString(name)}{(subject is null ? "" : $"?subject={Uri.EscapeDataString(subject)}")}");
        }
        var found = OnDisk(parsed, name, subject);
        return found.GetArrayLength() > 0 ? found[0] : throw Unknown(name, LoadedConfiguration.Of(CommonOptions.ConfigFile(parsed.GetValue(_config))));
    }

    private static StartupException Unknown(string name, ConfigurationResult configuration) => new(
        $"there is no budget '{Output.Show.Text(name)}' in {configuration.File}",
        Nearest.Remedy(name, configuration.Config.Budgets.Keys, "'weir budgets list' shows those that there are."));

    private JsonElement OnDisk(ParseResult parsed, string? name, string? subject)
    {
        var budgets = LoadedConfiguration.Of(CommonOptions.ConfigFile(parsed.GetValue(_config))).Model!.Budgets.All.Where(budget => name is null || budget.Name == name).ToArray();
        using var database = DataPlace.Of(parsed).Open(TimeProvider.System, create: false);
        var book = new BudgetBook(TimeProvider.System);
        var spent = new SpentStore(database);
        new BudgetLoading(spent, new StepStore(database), new RaiseStore(database)).Read(book, budgets);
        var listing = new BudgetListing(book, spent, new CounterStore(database));
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartArray();
            foreach (var budget in budgets.OrderBy(budget => budget.Name, StringComparer.Ordinal)) BudgetJson.Write(json, listing, book.States.Of(budget), subject);
            json.WriteEndArray();
        }
        return JsonDocument.Parse(written.WrittenMemory).RootElement;
    }
}
