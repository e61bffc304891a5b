namespace Weir.Lab.Simulator.Answers;

/// <summary>Which tools a turn calls: those that the user names after the word "call", or the one that is asked for.</summary>
internal static class ToolChooser
{
    public static IReadOnlyList<ToolDefinition> Choose(ChatRequest request)
    {
        if (request.ToolMode == ToolMode.None || request.Tools.Count == 0)
            return [];
        var userSpokeLast = request.Messages[^1].Role == "user";
        var named = userSpokeLast ? Named(request.LastUserText, request.Tools) : [];
        if (named.Count == 0)
            return request.ToolMode == ToolMode.Required ? [request.Tools[0]] : [];
        return request.ParallelToolCalls ? named : [named[0]];
    }

    private static List<ToolDefinition> Named(string text, IReadOnlyList<ToolDefinition> tools)
    {
        var found = new List<ToolDefinition>();
        var words = Words(text);
        for (var start = 0; start < words.Count; start++)
        {
            if (!words[start].Equals("call", StringComparison.OrdinalIgnoreCase))
                continue;
            for (var index = start + 1; index < words.Count; index++)
            {
                if (tools.FirstOrDefault(tool => tool.Name == words[index]) is { } tool)
                    found.Add(tool);
                else if (words[index] is not ("and" or "then" or "the" or "tool" or "function"))
                    break;
            }
        }

        return found;
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var index = 0; index <= text.Length; index++)
        {
            var inWord = index < text.Length && (char.IsAsciiLetterOrDigit(text[index]) || text[index] is '_' or '-');
            if (inWord && start < 0)
                start = index;
            if (inWord || start < 0)
                continue;
            words.Add(text[start..index]);
            start = -1;
        }

        return words;
    }
}
