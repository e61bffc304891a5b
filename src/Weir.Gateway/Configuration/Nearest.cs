using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>Suggests what somebody probably meant, in the words of a configuration error.</summary>
internal static class Nearest
{
    /// <summary>The closest candidate, or null when none is close enough to be a slip.</summary>
    public static string? Find(string written, IEnumerable<string> candidates) =>
        written.Length > 0 && NearestNames.Of(written, candidates) is [var closest, ..] ? closest : null;

    /// <summary><c>Did you mean "x"?</c>, or the alternative when nothing is near.</summary>
    public static string Remedy(string written, IEnumerable<string> candidates, string otherwise) =>
        Find(written, candidates) is { } near ? $"Did you mean \"{near}\"?" : otherwise;
}
