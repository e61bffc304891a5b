using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Pricing;
using Weir.Gateway.Pricing.Catalogues;

namespace Weir.Cli.Commands.Prices;

/// <summary><c>weir prices import</c>: takes prices over from a public catalogue into the operator's own book.</summary>
internal static class PricesImportCommand
{
    private const string Auto = "auto";

    private static readonly Column[] Columns = [new("name"), new("what"), new("change")];

    public static Command Create()
    {
        var from = new Argument<string>("FILE") { Description = "The catalogue: a file, or an http or https address." };
        var format = new Option<string>("--format") { Description = $"Whose it is: {Auto} or {string.Join(", ", CatalogueFormats.Names)}.", HelpName = "FORMAT", DefaultValueFactory = _ => Auto };
        format.AcceptOnlyFromAmong([Auto, .. CatalogueFormats.Names]);
        var provider = new Option<string?>("--provider") { Description = "Whose models they are, for Portkey's files. Default: the file's name.", HelpName = "PROVIDER" };
        var only = new Option<string[]>("--only") { Description = "Only models whose name begins so; repeat for more. Default: those that the price book or the configuration names.", HelpName = "NAME" };
        var book = new Option<string?>("--book") { Description = "The book to write to. Default: prices.yaml beside the configuration.", HelpName = "FILE" };
        var apply = new Option<bool>("--apply") { Description = "Write. Without it, only what would change is shown." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Also in the place of prices that you have set yourself, and where a price would be five times as much or a fifth." };
        var reason = CommonOptions.Reason();
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "import",
            "Takes prices over from a public catalogue; shows first what would change.",
            "weir prices import https://models.dev/api.json",
            "weir prices import litellm.json --only openai/ --apply",
            "weir prices import pricing/openai.json --format portkey --apply")
        {
            from, format, provider, only, book, apply, overwrite, reason, data, config, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            var source = parsed.GetRequiredValue(from);
            var file = CommonOptions.ConfigFile(parsed.GetValue(config));
            using var document = await CatalogueSource.ReadAsync(source);
            var kind = CatalogueFormats.Parse(parsed.GetValue(format)) ?? CatalogueFormats.Recognise(document.RootElement)
                ?? throw new StartupException($"'{Show.Text(source)}' is none of the catalogues that are known", $"Say which with --format: {string.Join(", ", CatalogueFormats.Names)}.");
            var asOf = PriceCells.Today(TimeProvider.System);
            var read = Catalogue.Read(document.RootElement, kind, parsed.GetValue(provider) ?? Path.GetFileNameWithoutExtension(source), asOf);
            var loaded = LoadedConfiguration.Of(file);
            var changes = Changes(read, loaded.Config, parsed.GetValue(only) ?? []);
            var written = changes.Where(change => parsed.GetValue(overwrite) || (!change.IsOwn && !change.IsJump)).ToList();
            var target = parsed.GetValue(book) ?? (file is null ? null : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, OwnPrices.FileName));
            if (parsed.GetValue(json)) Console.Out.WriteLine(Json.Page(changes.Select(change => Row(change, written.Contains(change)))));
            else if (changes.Count > 0) Table.Write(Columns, [.. changes.Select(change => Cells(change, written.Contains(change)))]);
            Console.Error.WriteLine($"{kind}: {Show.Count(read.Rows.Select(row => row.Key.Name).Distinct().Count(), "price")}, {read.Skipped} without one; {Show.Count(changes.Count, "change")}.");
            var done = Write(parsed.GetValue(apply), written, target);
            if (done == WeirCommand.Done && written.Count > 0 && parsed.GetValue(apply)) PricesAudit.Imported(DataPlace.Of(parsed), source, target!, written, parsed.GetValue(reason));
            return done;
        });
        return command;
    }

    private static List<PriceChange> Changes(Catalogue read, WeirConfig config, string[] only)
    {
        var wanted = config.Deployments.Values.Select(deployment => deployment.PricedAs).Concat(config.Book.Names).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. read.Rows.GroupBy(row => row.Key.Name, StringComparer.Ordinal)
                .Where(model => only.Length > 0 ? only.Any(name => model.Key.StartsWith(name, StringComparison.Ordinal)) : wanted.Contains(model.Key))
                .Select(model => new PriceChange(model.Key, [.. model], config.Book.Entry(model.Key)))
                .Where(change => !change.IsSame)
                .OrderBy(change => change.Name, StringComparer.Ordinal),
        ];
    }

    private static int Write(bool apply, List<PriceChange> written, string? target)
    {
        if (written.Count == 0)
        {
            Console.Error.WriteLine("There is nothing to write.");
            return WeirCommand.Done;
        }
        if (target is null) return WeirCommand.Refuse("there is no configuration file beside which a price book could stand", "Make one (weir config > weir.yaml), or name a book with --book.");
        if (!apply)
        {
            Console.Error.WriteLine($"Nothing is written yet: --apply writes {Show.Count(written.Count, "model")} to {target}.");
            return WeirCommand.Done;
        }
        try
        {
            PriceFile.Put(target, [.. written.SelectMany(change => change.Rows)]);
        }
        catch (FormatException broken)
        {
            return WeirCommand.Refuse($"{target} is not written by line: {broken.Message}", "Name another file with --book, and take over from it by hand.");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return WeirCommand.Refuse($"{target} cannot be written", "Let the user that runs this write it.");
        }
        Console.Error.WriteLine($"{Show.Count(written.Count, "model")} written to {target}.");
        return WeirCommand.Done;
    }

    private static string What(PriceChange change, bool isWritten)
    {
        if (change.Now is null) return "new";
        var jump = change.IsJump ? ", fivefold" : "";
        return (isWritten ? "changed" : "left") + jump + (change.IsOwn ? ", your own" : "");
    }

    private static string[] Cells(PriceChange change, bool isWritten) =>
    [
        Show.Text(change.Name),
        What(change, isWritten),
        string.Join(", ", change.Differences.Where(rate => rate.After is not null).Select(rate => $"{PriceKinds.NameOf(rate.Kind)} {PriceCells.Rate(rate.Before)} → {PriceCells.Rate(rate.After)}")),
    ];

    private static object Row(PriceChange change, bool isWritten) => new
    {
        name = change.Name,
        what = What(change, isWritten),
        is_jump = change.IsJump,
        differences = change.Differences.Where(rate => rate.After is not null).Select(rate => new { kind = PriceKinds.NameOf(rate.Kind), before = rate.Before, after = rate.After }),
    };
}
