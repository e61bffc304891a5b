using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Commands;

/// <summary><c>weir providers</c>.</summary>
internal static class ProvidersCommand
{
    private static readonly Column[] Columns = [new("preset"), new("apis"), new("key"), new("address"), new("provider")];

    public static Command Create()
    {
        var command = new Verb("providers", "Lists the providers that Weir knows by name: what a provider's preset may say.", "weir providers");
        command.Notes =
        [
            "A provider needs a preset and a key: providers: { groq: { preset: groq, api_key: \"${GROQ_API_KEY}\" } }",
            "One that is not listed is configured by its base_url and dialect; see docs/guides/providers.md.",
        ];
        command.SetAction(_ =>
        {
            Table.Write(Columns, [.. ProviderPresets.All.Select(Row)]);
            return WeirCommand.Done;
        });
        return command;
    }

    private static string[] Row(ProviderPreset preset) =>
        [preset.Name, string.Join(", ", preset.Apis), preset.KeyVariable ?? "-", preset.BaseUrl ?? "your own", preset.Title];
}
