namespace Weir.Dialects.Limits;

/// <summary>
/// The names of the headers in which providers tell limits: OpenAI's <c>x-ratelimit-ASPECT-KIND</c>, which Azure, Groq and others use
/// too, and Anthropic's <c>anthropic-ratelimit-KIND-ASPECT</c>.
/// </summary>
public static class LimitHeader
{
    private const string OpenAI = "x-ratelimit-";
    private const string Anthropic = "anthropic-ratelimit-";

    private static readonly string[] Kinds = ["requests", "tokens", "input-tokens", "output-tokens"];
    private static readonly string[] Aspects = ["limit", "remaining", "reset"];
    private static readonly string[,] OpenAINames = Names(static (kind, aspect) => $"{OpenAI}{aspect}-{kind}");
    private static readonly string[,] AnthropicNames = Names(static (kind, aspect) => $"{Anthropic}{kind}-{aspect}");

    /// <summary>What a header is about.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="kind">What is limited.</param>
    /// <param name="aspect">What is said of it.</param>
    /// <returns>False for all other headers.</returns>
    public static bool TryRead(ReadOnlySpan<char> name, out LimitKind kind, out LimitAspect aspect)
    {
        (kind, aspect) = (default, default);
        if (name.StartsWith(OpenAI, StringComparison.OrdinalIgnoreCase))
        {
            var rest = name[OpenAI.Length..];
            var dash = rest.IndexOf('-');
            return dash > 0 && TryFind(rest[(dash + 1)..], rest[..dash], out kind, out aspect);
        }
        if (!name.StartsWith(Anthropic, StringComparison.OrdinalIgnoreCase)) return false;
        var said = name[Anthropic.Length..];
        var last = said.LastIndexOf('-');
        return last > 0 && TryFind(said[..last], said[(last + 1)..], out kind, out aspect);
    }

    /// <summary>A header's name in a client's dialect.</summary>
    /// <returns>Null for dialects that have none.</returns>
    public static string? NameIn(Dialect dialect, LimitKind kind, LimitAspect aspect) => dialect switch
    {
        Dialect.Chat or Dialect.Responses => OpenAINames[(int)kind, (int)aspect],
        Dialect.Messages => AnthropicNames[(int)kind, (int)aspect],
        _ => null,
    };

    private static bool TryFind(ReadOnlySpan<char> ofKind, ReadOnlySpan<char> ofAspect, out LimitKind kind, out LimitAspect aspect)
    {
        var (first, second) = (IndexOf(Kinds, ofKind), IndexOf(Aspects, ofAspect));
        (kind, aspect) = ((LimitKind)first, (LimitAspect)second);
        return first >= 0 && second >= 0;
    }

    private static int IndexOf(string[] names, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < names.Length; i++)
            if (name.Equals(names[i], StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    private static string[,] Names(Func<string, string, string> make)
    {
        var names = new string[Kinds.Length, Aspects.Length];
        for (var kind = 0; kind < Kinds.Length; kind++)
            for (var aspect = 0; aspect < Aspects.Length; aspect++)
                names[kind, aspect] = make(Kinds[kind], Aspects[aspect]);
        return names;
    }
}
