using System.Text;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>What is learnt from an answer that is one JSON object, while it passes in pieces.</summary>
internal sealed class PlainAnswer : IResettable
{
    /// <summary>More than this many are answered at the same moment only in bursts.</summary>
    private const int MostPooled = 256;

    private static readonly byte[] UsageName = "usage"u8.ToArray();
    private static readonly byte[] ModelName = "model"u8.ToArray();
    private static readonly byte[] FinishName = "finish_reason"u8.ToArray();

    /// <summary>The text of chat answers, counted where <see cref="ChatStream"/> counts it in deltas.</summary>
    private readonly JsonText _text = new("message"u8.ToArray(), 3, "role"u8.ToArray(), "id"u8.ToArray(), "type"u8.ToArray());
    private readonly JsonMember _usage = new(UsageName, 1, 4096);
    private readonly JsonMember _model = new(ModelName, 1);
    private readonly JsonMember _finish = new(FinishName, 3);
    private readonly JsonSkimmer _skimmer;
    private bool _hasBegun;

    public PlainAnswer() => _skimmer = new JsonSkimmer(_text, _usage, _model, _finish);

    /// <summary>Objects for reuse; they come back knowing nothing.</summary>
    public static ObjectPool<PlainAnswer> Pool { get; } =
        new DefaultObjectPool<PlainAnswer>(new DefaultPooledObjectPolicy<PlainAnswer>(), MostPooled);

    /// <summary>Whether the pieces so far are one whole JSON object.</summary>
    public bool IsWhole => _skimmer.IsComplete;

    /// <inheritdoc/>
    public bool TryReset()
    {
        _skimmer.Reset();
        _hasBegun = false;
        return true;
    }

    public void Feed(ReadOnlySpan<byte> piece)
    {
        _skimmer.Feed(piece);
        _hasBegun = true;
    }

    /// <summary>Writes what was learnt into the records.</summary>
    public void Report(Call call, Attempt attempt)
    {
        (attempt.HasProduced, attempt.ContentBytes) = (_hasBegun, _text.Bytes);
        attempt.Record.ModelAnswered = Text(_model);
        call.Record.FinishReason = Text(_finish);
        if (!UsageReader.TryRead(_usage.Value, out var usage)) return;
        attempt.Record.Usage = usage;
        attempt.Record.UsageSource = UsageSource.Provider;
    }

    private static string? Text(JsonMember member)
    {
        var json = member.Value.Trim(" \t\r\n"u8);
        if (json.Length < 2 || json[0] != '"') return null;
        if (json.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(json[1..^1]);
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
