using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads the parameters of a request that have parts of their own.</summary>
internal static class ParameterReader
{
    private static readonly JsonElement True = JsonElement.Parse("true"u8);

    public static void Text(JsonCursor text, Conversation conversation)
    {
        if (!text.IsObject()) return;
        text.OmitOthers("format", "verbosity");
        if (text.TryGet("verbosity", out var verbosity) && verbosity.IsText()) conversation.Options.Add("verbosity", verbosity);
        if (text.TryGet("format", out var format)) conversation.Format = Format(format);
    }

    private static AnswerFormat? Format(JsonCursor format)
    {
        if (!format.TryRequire("type", out var type) || type.Text() is not { } word) return null;
        switch (word)
        {
            case "text":
                format.OmitOthers("type");
                return null;
            case "json_object":
                format.OmitOthers("type");
                return new AnswerFormat(null, format.Path);
            case "json_schema":
                format.OmitOthers("type", "name", "schema", "strict", "description");
                if (!JsonString.TryRequire(format, "name", out var name) || !format.TryRequire("schema", out var schema) || !schema.IsObject()) return null;
                return new AnswerFormat(schema.Element, format.Path) { Name = name, Description = format.RawText("description"), Strict = format.Flag("strict") };
            default:
                type.FailChoice(word, "text", "json_object", "json_schema");
                return null;
        }
    }

    public static Reasoning? Reasoning(JsonCursor reasoning)
    {
        if (!reasoning.IsObject()) return null;
        OmitUnless(reasoning, "mode", "standard");
        OmitUnless(reasoning, "context", "auto");
        reasoning.OmitOthers("effort", "summary", "generate_summary", "mode", "context");
        var effort = reasoning.TryGet("effort", out var wanted) ? wanted.Text() : null;
        if (effort is not null && !Efforts.Names.Contains(effort, StringComparer.Ordinal)) wanted.FailChoice(effort, Efforts.Names);
        bool? shows = Summary(reasoning, "summary") | Summary(reasoning, "generate_summary") ? true : null;
        return effort is null && shows is null ? null : new Reasoning(reasoning.Path) { Effort = effort, Shows = shows };
    }

    /// <summary>How long a summary is, only OpenAI lets clients choose: asking for a long or short one is asking for one.</summary>
    private static bool Summary(JsonCursor reasoning, string name)
    {
        if (!reasoning.TryGet(name, out var summary) || summary.Text() is not { } word) return false;
        if (word is not ("auto" or "concise" or "detailed")) summary.FailChoice(word, "auto", "concise", "detailed");
        return true;
    }

    private static void OmitUnless(JsonCursor owner, string name, string neutral)
    {
        if (owner.TryGet(name, out var member) && member.Text() is { } word && word != neutral) owner.Reading.Omit(member.Path);
    }

    public static void Include(JsonCursor include, Conversation conversation)
    {
        foreach (var item in include.Items())
        {
            // Thoughts always come with what proves them, asked for or not.
            if (item.Text() is not { } word || word == "reasoning.encrypted_content") continue;
            if (word == "message.output_text.logprobs")
            {
                conversation.Options.Add("logprobs", include with { Element = True });
                continue;
            }
            include.Reading.Omit(include.Path, $"'{(word.Length <= 64 ? word : word[..64] + "…")}' is something that only OpenAI's Responses API can include");
            return;
        }
    }

    public static void StreamOptions(JsonCursor options)
    {
        if (!options.IsObject()) return;
        // Padding against eavesdroppers who measure events: Weir writes none, so asking for none is honoured.
        if (options.Flag("include_obfuscation") == true) options.Reading.Omit(options.Path.Member("include_obfuscation"));
        options.OmitOthers("include_obfuscation");
    }
}
