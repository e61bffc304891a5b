using System.Text;

namespace Weir.Gateway.Storage.Postgres;

/// <summary>What PostgreSQL takes as text.</summary>
internal static class PostgresText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// The text as it can be stored: without NUL, which PostgreSQL has no room for, and without half characters, which are no UTF-8. SQLite
    /// takes the first and replaces the second as is done here.
    /// </summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return text.Replace('\0', Replacement);
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return whole.Replace('\0', Replacement);
    }
}
