using System.Text;
using System.Text.Json;
using Weir.Cli.Output;
using Weir.Gateway.Costs;
using Weir.Gateway.Costs.Focus;

namespace Weir.Cli.Commands.Costs;

/// <summary>The forms in which reports are printed.</summary>
internal static class CostFormats
{
    public const string Table = "table";
    public const string Csv = "csv";
    public const string Json = "json";
    public const string Focus = "focus";

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All of them.</summary>
    public static string[] All { get; } = [Table, Csv, Json, Focus];

    public static void WriteJson(CostReport report)
    {
        using var page = new MemoryStream();
        using (var json = new Utf8JsonWriter(page, Indented)) CostJson.Write(json, report);
        Console.Out.WriteLine(Encoding.UTF8.GetString(page.GetBuffer(), 0, (int)page.Length));
    }

    public static void WriteFocus(FocusDataset dataset)
    {
        Output.Csv.Write([.. FocusColumns.All.Select(column => new Column(column.Name))], dataset.Charges.Select(charge => FocusColumns.All.Select(column => column.Value(charge)).ToArray()));
        if (dataset.Left.Uncosted > 0)
            Console.Error.WriteLine($"{Show.Count(dataset.Left.Uncosted, "attempt")} without a known price left out: a charge must have a cost.");
    }
}
