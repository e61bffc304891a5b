namespace Weir.Dialects.Tests.Pairs.Rich;

/// <summary>What providers send, in bits and whole; null where a provider's dialect has no word for it.</summary>
internal sealed record RichScript(string[] Events, string Whole)
{
    /// <summary>Base 64 of "hello".</summary>
    public const string Picture = "aGVsbG8=";

    public const string Text = "Rome is old. Oslo is cold.";

    public static RichScript? Of(Dialect provider, Said said) => provider switch
    {
        Dialect.Chat => RichOpenAI.Chat(said),
        Dialect.Responses => RichOpenAI.Responses(said),
        Dialect.Messages => RichMessages.Of(said),
        Dialect.Gemini => RichGemini.Of(said),
        _ => RichConverse.Of(said),
    };

    /// <summary>The events with their names, where a dialect's events have names of their own.</summary>
    public IEnumerable<(string Name, string Data)> Named(Dialect provider) =>
        Events.Select(data => provider == Dialect.Converse ? (data[..data.IndexOf(' ', StringComparison.Ordinal)], data[(data.IndexOf(' ', StringComparison.Ordinal) + 1)..]) : ("", data));
}
