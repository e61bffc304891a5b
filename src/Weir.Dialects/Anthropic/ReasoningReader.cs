using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads <c>thinking</c>, and <c>output_config</c>, which holds the effort and the answer's form.</summary>
internal static class ReasoningReader
{
    public static void Read(JsonCursor request, Conversation conversation)
    {
        JsonCursor? effort = null;
        // The older place of the form; the newer one wins.
        if (request.TryGet("output_format", out var older)) conversation.Format = Format(older);
        if (request.TryGet("output_config", out var config))
        {
            config.OmitOthers("effort", "format");
            if (config.TryGet("format", out var format)) conversation.Format = Format(format);
            if (config.TryGet("effort", out var given)) effort = given;
        }
        var word = effort?.Text();
        if (word is not (null or "low" or "medium" or "high" or "xhigh" or "max"))
        {
            effort!.Value.FailChoice(word, "low", "medium", "high", "xhigh", "max");
            word = null;
        }
        if (request.TryGet("thinking", out var thinking)) conversation.Reasoning = Thinking(thinking, effort, word);
        else if (effort is not null) conversation.Reasoning = new Reasoning(effort.Value.Path) { Effort = word };
    }

    private static Reasoning? Thinking(JsonCursor thinking, JsonCursor? effort, string? word)
    {
        if (!thinking.TryRequire("type", out var type) || type.Text() is not { } mode) return null;
        var reasoning = new Reasoning(thinking.Path) { Effort = word, Shows = Shows(thinking) };
        switch (mode)
        {
            case "enabled":
                thinking.OmitOthers("type", "budget_tokens", "display");
                thinking.TryRequire("budget_tokens", out _);
                return reasoning with { Budget = thinking.Count("budget_tokens", 1024) };
            case "adaptive":
                thinking.OmitOthers("type", "display");
                return reasoning;
            case "between_tools":
                thinking.OmitOthers("type", "display");
                thinking.Reading.Omit(type.Path, "no other dialect can ask for thoughts between calls of tools alone");
                return reasoning;
            case "disabled":
                thinking.OmitOthers("type", "display");
                // Elsewhere the effort is how much the model thinks, which is nothing.
                if (effort is { } left) left.Reading.Omit(left.Path, "thinking is disabled, and no other dialect has an effort without it");
                return new Reasoning(thinking.Path) { Effort = "none", Budget = 0 };
            default:
                type.FailChoice(mode, "enabled", "adaptive", "disabled", "between_tools");
                return null;
        }
    }

    private static bool? Shows(JsonCursor thinking)
    {
        if (!thinking.TryGet("display", out var display) || display.Text() is not { } word) return null;
        if (word is "summarized" or "omitted") return word == "summarized";
        display.FailChoice(word, "summarized", "omitted");
        return null;
    }

    private static AnswerFormat? Format(JsonCursor format)
    {
        if (!format.TryRequire("type", out var type) || type.Text() is not { } word) return null;
        if (word != "json_schema")
        {
            type.FailChoice(word, "json_schema");
            return null;
        }
        format.OmitOthers("type", "schema", "name");
        if (!format.TryRequire("schema", out var schema) || !schema.IsObject()) return null;
        return new AnswerFormat(schema.Element, format.Path) { Name = format.RawText("name") };
    }
}
