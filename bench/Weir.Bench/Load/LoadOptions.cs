namespace Weir.Bench.Load;

/// <summary>How to load an address.</summary>
/// <param name="Url">Up to and including <c>/v1</c>.</param>
/// <param name="Key">What to present, or null.</param>
internal sealed record LoadOptions(Uri Url, string? Key)
{
    public string Model { get; init; } = "m";

    public int Connections { get; init; } = 64;

    public int Seconds { get; init; } = 10;

    /// <summary>Of the request.</summary>
    public int BodyBytes { get; init; } = 1024;

    public int AnswerBytes { get; init; } = 1024;

    /// <summary>Calls per second that arrive no matter what; 0 for the next call on each connection when the last has ended.</summary>
    public int Rate { get; init; }

    public static LoadOptions From(Arguments args)
    {
        var body = args.Number("body-bytes", 1024);
        return new LoadOptions(new Uri(args.Required("url")), args.Text("key"))
        {
            Model = args.Text("model", "m"),
            Connections = args.Number("connections", 64),
            Seconds = args.Number("seconds", 10),
            BodyBytes = body,
            AnswerBytes = args.Number("answer-bytes", body),
            Rate = args.Number("rate", 0),
        };
    }
}
