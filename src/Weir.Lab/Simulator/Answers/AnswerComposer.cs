using System.Globalization;
using Weir.Lab.Simulator.Faults;
using Weir.Lab.Simulator.Schemas;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Answers;

/// <summary>Decides what is said. The same seed, model and messages always give the same words.</summary>
internal sealed class AnswerComposer(ChatRequest request, SimulatorOptions options, Fault? fault)
{
    private const int LongestQuote = 2000;

    /// <summary>The choices, or the reason why the request cannot be met.</summary>
    public (IReadOnlyList<ChatChoice> Choices, int ReasoningTokens, ApiError? Error) Compose()
    {
        var reasoning = Math.Min(ReasoningEfforts.TokensFor(request), request.MaxTokens ?? int.MaxValue);
        var budget = request.MaxTokens - reasoning ?? int.MaxValue;
        if (fault?.Kind == FaultKind.NoPrefill && request.Messages[^1].Role == "assistant")
            return ([], 0, ApiError.Invalid("This model does not support a prefill: the conversation must end with a user message.", "messages", "invalid_value"));
        var tools = ToolChooser.Choose(request);
        var choices = new List<ChatChoice>(request.Choices);
        for (var index = 0; index < request.Choices; index++)
        {
            var (choice, error) = tools.Count > 0 ? Call(index, tools, budget) : Say(index, budget);
            if (choice is null)
                return ([], 0, error);
            choices.Add(choice with { Thinking = Think(index, reasoning) });
        }

        return (choices, reasoning, null);
    }

    private ulong SeedOf(int choice, int part)
    {
        var hash = StableHash.Add(StableHash.Add(StableHash.Start, options.Seed), request.Seed ?? 0);
        hash = StableHash.Add(hash, request.Model);
        hash = request.Messages.Aggregate(
            hash, (sum, message) => StableHash.Add(StableHash.Add(sum, message.Role), message.TextWithAttachments));
        return StableHash.Add(StableHash.Add(hash, choice), part);
    }

    private IReadOnlyList<string> Think(int index, int tokens) =>
        tokens == 0 ? [] : [.. PseudoTokens.Split(PseudoText.Write(new SeededRandom(SeedOf(index, -1)), tokens)).Take(tokens)];

    private (ChatChoice? Choice, ApiError? Error) Call(int index, IReadOnlyList<ChosenTool> tools, int budget)
    {
        var calls = new List<ToolCall>();
        var finish = "tool_calls";
        for (var part = 0; part < tools.Count; part++)
        {
            var callSeed = SeedOf(index, part);
            var (tool, demanded) = tools[part];
            var (json, problem) = demanded is null ? SchemaSample.Write(tool.Parameters, callSeed) : (demanded, null);
            if (json is null)
            {
                return (null, ApiError.Invalid(
                    $"Invalid schema for function '{tool.Name}': {problem}", "tools", "invalid_function_parameters"));
            }

            if (budget < 1)
            {
                finish = "length";
                break;
            }

            var pieces = PseudoTokens.Split(json);
            if (pieces.Count > budget - 1)
            {
                finish = "length";
                pieces = [.. pieces.Take(budget - 1)];
            }

            budget -= 1 + pieces.Count;
            calls.Add(new ToolCall(new SeededRandom(callSeed).NextBits().ToString("x16", CultureInfo.InvariantCulture), tool.Name, pieces));
        }

        return (new ChatChoice(index, [], calls, finish), null);
    }

    private (ChatChoice? Choice, ApiError? Error) Say(int index, int budget)
    {
        if (Instructions.Parameters(request) is { } parameters && request.Format == AnswerFormat.Text)
            return (new ChatChoice(index, PseudoTokens.Split(parameters), [], "stop"), null);
        var (text, error) = Text(index);
        if (text is null)
            return (null, error);
        var tokens = PseudoTokens.Split(text);
        if (fault?.Kind == FaultKind.HugeEvent)
            tokens = [new string('x', fault.Count), .. tokens];
        var finish = "stop";
        if (tokens.Count > budget)
        {
            finish = "length";
            tokens = [.. tokens.Take(budget)];
        }

        string? stopped = null;
        if (request.Stops.Count > 0 && FindStop(string.Concat(tokens)) is { } stop)
        {
            finish = "stop";
            stopped = stop.Text;
            tokens = CutAt(tokens, stop.Place);
        }

        return (new ChatChoice(index, tokens, [], finish) { StopSequence = stopped }, null);
    }

    /// <summary>The stop sequence that comes first.</summary>
    private (string Text, int Place)? FindStop(string text)
    {
        (string Text, int Place)? first = null;
        foreach (var stop in request.Stops)
        {
            var place = text.IndexOf(stop, StringComparison.Ordinal);
            if (place >= 0 && (first is null || place < first.Value.Place))
                first = (stop, place);
        }

        return first;
    }

    private static List<string> CutAt(IReadOnlyList<string> tokens, int end)
    {
        var kept = new List<string>();
        foreach (var token in tokens)
        {
            if (token.Length >= end)
            {
                if (end > 0)
                    kept.Add(token[..end]);
                break;
            }

            kept.Add(token);
            end -= token.Length;
        }

        return kept;
    }

    private (string? Text, ApiError? Error) Text(int index)
    {
        if (fault?.Kind is FaultKind.Blank or FaultKind.Babble)
            return (fault.Kind == FaultKind.Blank ? "" : string.Concat(Enumerable.Repeat("the ", fault.Count)).TrimEnd(), null);
        var asked = Instructions.Demanded(request);
        if (request.Format != AnswerFormat.Text)
            return Json(index, asked);
        if (request.Answered.Role == "tool")
            return ($"The tool answered: {Results()}", null);
        if ((asked ?? Given()) is { } said)
            return (said, null);
        var words = request.Verbosity switch
        {
            "low" => request.Profile.Words / 2,
            "high" => request.Profile.Words * 2,
            _ => request.Profile.Words,
        };
        var text = PseudoText.Write(new SeededRandom(SeedOf(index, 0)), words);
        var attachments = request.Answered.Attachments;
        return (attachments.Count == 0 ? text : string.Join(' ', attachments.Select(attachment => attachment.ToString()).Append(text)), null);
    }

    /// <summary>What is said to whatever is asked, or the rest of it where the assistant has said the beginning.</summary>
    private string? Given()
    {
        var begun = request.Messages[^1] is { Role: "assistant" } last ? last.Text : "";
        return options.Answer is { } answer && answer.StartsWith(begun, StringComparison.Ordinal) ? answer[begun.Length..] : options.Answer;
    }

    /// <summary>All results that the last turn gave, in their order.</summary>
    private string Results() => string.Join(
        "; ", request.Messages.Reverse().Where(message => !message.IsSystem).TakeWhile(message => message.Role == "tool").Reverse().Select(message => Quote(message.TextWithAttachments)));

    private static string Quote(string text) =>
        text.Length <= LongestQuote ? text : string.Concat(PseudoTokens.Split(text[..LongestQuote]).SkipLast(1));

    private (string? Text, ApiError? Error) Json(int index, string? asked)
    {
        var schema = request.Format == AnswerFormat.JsonSchema ? request.Schema : null;
        if (asked is not null && SchemaSample.Accepts(schema, asked))
            return (asked, null);
        if (schema is null)
        {
            var random = new SeededRandom(SeedOf(index, 0));
            return ($$"""{"{{PseudoText.Word(random)}}":"{{PseudoText.Write(random, 6)}}","count":{{random.Next(100)}}}""", null);
        }

        var (json, problem) = SchemaSample.Write(schema, SeedOf(index, 0));
        return (json, problem is null ? null : ApiError.Invalid($"Invalid schema for {request.FormatName}: {problem}", request.FormatName, "invalid_json_schema"));
    }
}
