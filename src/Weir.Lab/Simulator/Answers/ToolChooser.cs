using System.Text;
using System.Text.Json;

namespace Weir.Lab.Simulator.Answers;

/// <summary>
/// Which tools a turn calls: those that the user names after the word "call", or the one that is asked for. A JSON object behind
/// a name is what the tool is called with.
/// </summary>
internal static class ToolChooser
{
    public static IReadOnlyList<ChosenTool> Choose(ChatRequest request)
    {
        if (request.ToolMode == ToolMode.None || request.Tools.Count == 0)
            return [];
        var userSpokeLast = request.Answered.Role == "user";
        var named = userSpokeLast ? Named(request.LastUserText, request.Tools) : [];
        if (named.Count == 0)
            return request.ToolMode == ToolMode.Required ? [new ChosenTool(request.Tools[0])] : [];
        return request.ParallelToolCalls ? named : [named[0]];
    }

    private static List<ChosenTool> Named(string text, IReadOnlyList<ToolDefinition> tools)
    {
        var found = new List<ChosenTool>();
        var mayName = false;
        for (var (word, end) = Next(text, 0); word.Length > 0; (word, end) = Next(text, end))
        {
            if (mayName && tools.FirstOrDefault(tool => tool.Name == word) is { } tool)
            {
                var arguments = Arguments(text, end);
                found.Add(new ChosenTool(tool, arguments));
                if (arguments is not null)
                    end = text.IndexOf('{', end) + arguments.Length;
            }
            else
            {
                mayName = word.Equals("call", StringComparison.OrdinalIgnoreCase) || (mayName && word is "and" or "then" or "the" or "tool" or "function");
            }
        }

        return found;
    }

    /// <summary>The next word and where it ends; an empty word when there is none.</summary>
    private static (string Word, int End) Next(string text, int start)
    {
        while (start < text.Length && !IsInWord(text[start]))
            start++;
        var end = start;
        while (end < text.Length && IsInWord(text[end]))
            end++;
        return (text[start..end], end);
    }

    private static bool IsInWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';

    /// <summary>The JSON object that stands right behind a name, or null.</summary>
    private static string? Arguments(string text, int start)
    {
        var rest = text[start..].TrimStart();
        if (!rest.StartsWith('{'))
            return null;
        try
        {
            var utf8 = Encoding.UTF8.GetBytes(rest);
            var reader = new Utf8JsonReader(utf8);
            reader.Read();
            reader.Skip();
            return Encoding.UTF8.GetString(utf8.AsSpan(0, (int)reader.BytesConsumed));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
