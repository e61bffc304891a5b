namespace Weir.Gateway.Identity;

/// <summary>Tags one by one: what clients send as one text, with commas between.</summary>
internal static class TagList
{
    /// <summary>So many of a call are told apart; the text itself is kept whole.</summary>
    public const int Most = 16;

    /// <summary>The first tags of a text, each once, without the spaces around them.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var tags = new List<string>();
        var pieces = 0;
        foreach (var piece in text.AsSpan().Split(','))
        {
            if (pieces++ == Most) break;
            var tag = text.AsSpan()[piece].Trim(' ');
            if (!tag.IsEmpty && !Holds(tags, tag)) tags.Add(tag.ToString());
        }
        return tags;
    }

    private static bool Holds(List<string> tags, ReadOnlySpan<char> tag)
    {
        foreach (var known in tags)
            if (tag.SequenceEqual(known)) return true;
        return false;
    }
}
